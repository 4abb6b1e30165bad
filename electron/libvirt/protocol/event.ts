/** What a line of the table of events says. The number is that of the message's procedure; fields stand in wire order. */
import { struct, type Codec, type Fields, type StructOf } from '../wire/xdr.ts';
import type { Procedure, Program } from './procedure.ts';

/** How a client asks for an event, and stops asking. */
export type EventRegistration =
  /** One call for all events of a family, told apart by an id. */
  | {
      readonly kind: 'numbered';
      readonly register: Procedure<{ readonly eventID: number }, { readonly callbackID: number }>;
      readonly deregister: Procedure<{ readonly callbackID: number }, Record<never, never>>;
      readonly eventID: number;
    }
  /** A call for this event alone; `register` brings a callback id. */
  | {
      readonly kind: 'named';
      readonly register: Procedure<{ readonly flags: number }, { readonly callbackID: number }>;
      readonly deregister: Procedure<{ readonly callbackID: number }, Record<never, never>>;
    }
  /** A switch for the whole connection, without a callback id. */
  | {
      readonly kind: 'switch';
      readonly register: Procedure<Record<never, never>, Record<never, never>>;
      readonly deregister: Procedure<Record<never, never>, Record<never, never>>;
    };

/** Before the message comes the callback id (an int), but for a switch. */
export interface LibvirtEvent<Message> {
  readonly program: Program;
  readonly name: string;
  readonly number: number;
  readonly message: Codec<Message>;
  readonly registration: EventRegistration;
}

type Line<Message> = Omit<LibvirtEvent<Message>, 'name' | 'program'>;

type Numbered = Extract<EventRegistration, { kind: 'numbered' }>;

/** A family: events registered by one procedure. */
export function eventFamily(register: Numbered['register'], deregister: Numbered['deregister']) {
  return <F extends Fields>(number: number, eventID: number, message: F): Line<StructOf<F>> => ({
    number,
    message: struct(message),
    registration: { kind: 'numbered', register, deregister, eventID },
  });
}

export function lonelyEvent<F extends Fields>(number: number, registration: Exclude<EventRegistration, Numbered>, message: F): Line<StructOf<F>> {
  return { number, message: struct(message), registration };
}

type Named<T> = { readonly [K in keyof T]: T[K] & { readonly name: string; readonly program: Program } };

/** Gives the lines of a table their names and their program. */
export function eventTable<T extends Readonly<Record<string, object>>>(program: Program, lines: T): Named<T>;
export function eventTable(program: Program, lines: Readonly<Record<string, object>>): object {
  return Object.fromEntries(Object.entries(lines).map(([name, line]) => [name, { ...line, name, program }]));
}
