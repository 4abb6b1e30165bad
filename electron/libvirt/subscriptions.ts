/**
 * Events of one connection. Each event is registered once, for all objects, and given to everybody who asked: every registration would
 * bring its own copy. An event may come before the reply of the call that registers it, and callback ids of two families may be alike.
 */
import { AppError, appError, toErrorData } from '../../shared/errors.ts';
import { isLibvirtError } from './errors.ts';
import { badPayload, decodePayload } from './payload.ts';
import { virErrorNumber } from './protocol/enums/error.ts';
import type { EventRegistration, LibvirtEvent } from './protocol/event.ts';
import type { CallProcedure } from './protocol/procedure.ts';
import type { Frame } from './wire/frame.ts';

export interface Subscription {
  close(): Promise<void>;
}

/** Messages kept while the daemon hasn't said which callback id is ours. */
const MOST_HELD = 10_000;

type AnyEvent = Omit<LibvirtEvent<unknown>, 'message'>;

/** One event asked for. Its messages are kept until the callback id is known. */
class Registration {
  readonly event: AnyEvent;
  readonly receivers = new Set<(message: Uint8Array) => void>();
  /** The callback id; undefined for an event without. */
  readonly answered: Promise<number | undefined>;
  #state:
    | { readonly kind: 'held'; readonly payloads: Uint8Array[] }
    | { readonly kind: 'known'; readonly id: number | undefined };

  constructor(event: AnyEvent, call: CallProcedure) {
    this.event = event;
    this.#state = { kind: 'held', payloads: [] };
    this.answered = register(event.registration, call).then((id) => this.#known(id));
  }

  receive(payload: Uint8Array): void {
    if (this.#state.kind === 'known') this.#deliver(payload, this.#state.id);
    else if (this.#state.payloads.length >= MOST_HELD)
      throw badPayload(this.event, 'too many messages before the reply');
    else this.#state.payloads.push(payload);
  }

  #known(id: number | undefined): number | undefined {
    const held = this.#state.kind === 'held' ? this.#state.payloads : [];
    this.#state = { kind: 'known', id };
    for (const payload of held) this.#deliver(payload, id);
    return id;
  }

  #deliver(payload: Uint8Array, id: number | undefined): void {
    if (id === undefined) {
      for (const receive of this.receivers) receive(payload);
      return;
    }
    if (payload.length < 4) throw badPayload(this.event, 'a message without a callback id');
    // Another id is that of a registration given up: its last messages may still be on their way.
    if (new DataView(payload.buffer, payload.byteOffset).getInt32(0) !== id) return;
    for (const receive of this.receivers) receive(payload.subarray(4));
  }
}

export class Subscriptions {
  readonly #call: CallProcedure;
  readonly #onBadMessage: (thrown: unknown) => void;
  readonly #registrations = new Map<string, Registration>();
  #arrived: Frame[] = [];

  /** @param onBadMessage a message breaks the protocol */
  constructor(call: CallProcedure, onBadMessage: (thrown: unknown) => void) {
    this.#call = call;
    this.#onBadMessage = onBadMessage;
  }

  /** @throws AppError `notSupported` when this daemon or driver doesn't have the event */
  async subscribe<Message>(event: LibvirtEvent<Message>, listener: (message: Message) => void): Promise<Subscription> {
    const registration = this.#registrationOf(event);
    const receive = (payload: Uint8Array): void => tell(listener, decodePayload(event.message, payload, event));
    registration.receivers.add(receive);
    try {
      await registration.answered;
    } catch (thrown) {
      throw asUnsupported(thrown, event);
    }
    return { close: () => this.#leave(registration, receive) };
  }

  /** A message. Given on in the next turn of the event loop: who awaits a reply that came before it goes first. */
  receive(frame: Frame): void {
    if (this.#arrived.length === 0) setImmediate(() => this.#deliver());
    this.#arrived.push(frame);
  }

  #deliver(): void {
    const frames = this.#arrived;
    this.#arrived = [];
    try {
      // Nobody asked, or not any more: dropped.
      for (const frame of frames) this.#registrations.get(key(frame.program, frame.procedure))?.receive(frame.payload);
    } catch (thrown) {
      this.#onBadMessage(thrown);
    }
  }

  #registrationOf(event: AnyEvent): Registration {
    const place = key(event.program.id, event.number);
    const known = this.#registrations.get(place);
    if (known !== undefined) return known;
    const made = new Registration(event, this.#call);
    this.#registrations.set(place, made);
    made.answered.catch(() => this.#forget(made)); // whoever subscribes learns of it
    return made;
  }

  #forget({ event }: Registration): void {
    this.#registrations.delete(key(event.program.id, event.number));
  }

  async #leave(registration: Registration, receive: (payload: Uint8Array) => void): Promise<void> {
    if (!registration.receivers.delete(receive) || registration.receivers.size > 0) return;
    this.#forget(registration);
    try {
      await deregister(registration.event.registration, await registration.answered, this.#call);
    } catch (thrown) {
      // With the connection its registrations are gone too.
      if (!(thrown instanceof AppError) || thrown.data.libvirt !== undefined) throw thrown;
    }
  }
}

const key = (program: number, procedure: number): string => `${program}/${procedure}`;

async function register(registration: EventRegistration, call: CallProcedure): Promise<number | undefined> {
  switch (registration.kind) {
    case 'numbered':
      return (await call(registration.register, { eventID: registration.eventID })).callbackID;
    case 'named':
      return (await call(registration.register, { flags: 0 })).callbackID;
    case 'switch':
      await call(registration.register, {});
      return undefined;
  }
}

async function deregister(registration: EventRegistration, id: number | undefined, call: CallProcedure): Promise<void> {
  if (registration.kind === 'switch') await call(registration.deregister, {});
  else if (id !== undefined) await call(registration.deregister, { callbackID: id });
}

/** An id that a driver doesn't know is an internal error "unsupported event ID" to it, an invalid argument to older daemons. */
function asUnsupported(thrown: unknown, event: AnyEvent): unknown {
  const { VIR_ERR_INTERNAL_ERROR, VIR_ERR_INVALID_ARG } = virErrorNumber;
  if (!isLibvirtError(thrown, VIR_ERR_INTERNAL_ERROR, VIR_ERR_INVALID_ARG)) return thrown;
  const { libvirt, raw } = thrown.data;
  return appError('notSupported', `no event ${event.name} here`, {
    ...(libvirt === undefined ? {} : { libvirt }),
    ...(raw === undefined ? {} : { raw }),
    cause: toErrorData(thrown),
  });
}

/** A listener that throws is a fault of ours: it must come to light, but not here. */
function tell<Message>(listener: (message: Message) => void, message: Message): void {
  try {
    listener(message);
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
