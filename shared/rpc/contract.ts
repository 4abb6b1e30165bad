/**
 * How the API's contract is written: one object per noun, one line per method, as data.
 *
 *     export const domains = noun({
 *       start: call(z.object({ host: hostId, uuid, paused: z.boolean() })).returns<TaskId>(),
 *       watch: subscription(z.object({})).yields<Changes<Domain>>(),
 *       openVnc: channel(z.object({ host: hostId, uuid })).opens<{ name: string }>(),
 *     });
 *
 * The input schema is checked on arrival, in both variants of the program; what the backend answers is trusted and only typed.
 */
import type { z } from 'zod';

/** JSON and bytes: all that may cross a port. `bigint`, `Date`, `Map` and functions may not. */
export type Wire =
  | null
  | undefined
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Wire[]
  | { readonly [key: string]: Wire };

declare const answers: unique symbol;

/** One question, one answer. */
export interface Call<Input, Output> {
  readonly kind: 'call';
  readonly input: z.ZodType<Input>;
  readonly [answers]?: Output;
}

/** A stream of items with flow control: the server may be at most a window ahead of the reader. */
export interface Subscription<Input, Item> {
  readonly kind: 'subscription';
  readonly input: z.ZodType<Input>;
  readonly [answers]?: Item;
}

/** Bytes both ways with flow control both ways, after one answer that says what was opened. */
export interface Channel<Input, Opened> {
  readonly kind: 'channel';
  readonly input: z.ZodType<Input>;
  readonly [answers]?: Opened;
}

/** Methods by name; names of nouns and methods join to `noun.method` on the wire. */
export type Noun = Readonly<Record<string, AnyMethod>>;
export type Contract = Readonly<Record<string, Noun>>;
/** Any method, whatever it takes and answers. */
export interface AnyMethod {
  readonly kind: 'call' | 'subscription' | 'channel';
  readonly input: z.ZodType;
}

export const call = <I>(input: z.ZodType<I>) => ({ returns: <O>(): Call<I, O> => ({ kind: 'call', input }) });
export const subscription = <I>(input: z.ZodType<I>) => ({
  yields: <T>(): Subscription<I, T> => ({ kind: 'subscription', input }),
});
export const channel = <I>(input: z.ZodType<I>) => ({ opens: <O>(): Channel<I, O> => ({ kind: 'channel', input }) });
/** Marks a noun of the contract; keeps its methods' exact types. */
export const noun = <N extends Noun>(methods: N): N => methods;

/** Bytes both ways. The same face on both sides of a port. */
export interface ByteChannel {
  /** Resolves when the other side has room again: await it before sending more (back-pressure). */
  send(bytes: Uint8Array): Promise<void>;
  /** Bytes as they come. Returning a promise holds back the sender until it settles. */
  onData(listener: (bytes: Uint8Array) => void | Promise<void>): void;
  /** Called once, with the reason if it was not the ordinary end. */
  onClose(listener: (reason?: import('../errors.ts').AppError) => void): void;
  close(reason?: import('../errors.ts').AppError): void;
}

/** What a window holds: `client.domain.start({...})`. */
export type Client<C extends Contract> = {
  readonly [N in keyof C]: { readonly [M in keyof C[N]]: ClientMethod<C[N][M]> };
};
export interface CallOptions {
  readonly signal?: AbortSignal;
}
type ClientMethod<M> =
  M extends Call<infer I, infer O>
    ? (input: I, options?: CallOptions) => Promise<O>
    : M extends Subscription<infer I, infer T>
      ? (input: I, options?: CallOptions) => AsyncIterableIterator<T>
      : M extends Channel<infer I, infer O>
        ? (input: I, options?: CallOptions) => Promise<{ readonly opened: O; readonly channel: ByteChannel }>
        : never;

/** What the backend gives: one function per method. `signal` aborts when the caller cancels or its port closes. */
export interface CallContext {
  readonly signal: AbortSignal;
}
export type Handlers<C extends Contract> = { readonly [N in keyof C]: NounHandlers<C[N]> };
export type NounHandlers<N extends Noun> = { readonly [M in keyof N]: Handler<N[M]> };
type Handler<M> =
  M extends Call<infer I, infer O>
    ? (input: I, context: CallContext) => Promise<O> | O
    : M extends Subscription<infer I, infer T>
      ? (input: I, context: CallContext) => AsyncIterable<T>
      : M extends Channel<infer I, infer O>
        ? (
            input: I,
            context: CallContext,
          ) => Promise<{ readonly opened: O; readonly connect: (channel: ByteChannel) => void }>
        : never;
