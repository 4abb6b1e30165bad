/** The contract and its handlers as one table by the name that travels, `noun.method`. */
import type { z } from 'zod';
import { appError } from '../errors.ts';
import type { AnyMethod, ByteChannel, CallContext, Contract, Handlers, Wire } from './contract.ts';

interface Opening {
  readonly opened: Wire;
  readonly connect: (channel: ByteChannel) => void;
}

interface ServedAs<Kind, Opens, Answer> {
  readonly kind: Kind;
  /** The frame that begins it. */
  readonly opensWith: Opens;
  readonly input: z.ZodType;
  /** `input` must have passed the schema. */
  readonly handle: (input: unknown, context: CallContext) => Answer;
}

/** A method with its handler. */
export type ServedMethod =
  | ServedAs<'call', 'call', Promise<Wire> | Wire>
  | ServedAs<'subscription', 'subscribe', AsyncIterable<Wire>>
  | ServedAs<'channel', 'open', Promise<Opening> | Opening>;

/** A map of own names only, so that `__proto__` and its like are names of nothing. */
export function methodTable<C extends Contract>(contract: C, handlers: Handlers<C>): Map<string, ServedMethod> {
  const table = new Map<string, ServedMethod>();
  for (const [noun, methods] of Object.entries(contract)) {
    const group: unknown = Reflect.get(handlers, noun);
    for (const [method, { kind, input }] of Object.entries(methods)) {
      const handler: unknown = typeof group === 'object' && group !== null ? Reflect.get(group, method) : undefined;
      if (typeof handler !== 'function') throw appError('internal', `${noun}.${method} has no handler`);
      table.set(`${noun}.${method}`, served(kind, input, handler, group));
    }
  }
  return table;
}

/**
 * What a handler answers is trusted and only typed: `Handlers<C>` has checked it where it was passed in, and its exact type cannot
 * be followed through a table. `Reflect.apply` is where it becomes a `Wire`.
 */
function served(kind: AnyMethod['kind'], input: z.ZodType, handler: CallableFunction, group: unknown): ServedMethod {
  const methods = {
    call: { kind: 'call', opensWith: 'call', input, handle: (...args) => Reflect.apply(handler, group, args) },
    subscription: {
      kind: 'subscription',
      opensWith: 'subscribe',
      input,
      handle: (...args) => Reflect.apply(handler, group, args),
    },
    channel: { kind: 'channel', opensWith: 'open', input, handle: (...args) => Reflect.apply(handler, group, args) },
  } satisfies Record<AnyMethod['kind'], ServedMethod>;
  return methods[kind];
}
