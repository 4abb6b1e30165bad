/**
 * A libvirt daemon made of the client's own tables, that does what a test tells it: answers, answers in another order, keeps silent,
 * sends half a message or garbage. Calls without a handler wait for `nextCall`.
 */
import { duplexPair, type Duplex } from 'node:stream';
import { remoteError, type RemoteError } from '../../electron/libvirt/protocol/error.ts';
import type { LibvirtEvent } from '../../electron/libvirt/protocol/event.ts';
import type { AnyProcedure } from '../../electron/libvirt/protocol/procedure.ts';
import { procedures } from '../../electron/libvirt/protocol/procedures.ts';
import {
  encodeFrame,
  FrameReader,
  messageStatus,
  messageTypes,
  type Frame,
} from '../../electron/libvirt/wire/frame.ts';
import { KEEPALIVE_PROGRAM } from '../../electron/libvirt/wire/keepalive.ts';
import { decodeAll, XdrReader, XdrWriter, type Codec } from '../../electron/libvirt/wire/xdr.ts';

/** As they travel: how many bytes go into one chunk. */
export type Delivery = 'whole' | 'bytewise';

export interface FakeLibvirtdOptions {
  readonly delivery?: Delivery;
  /** What AUTH_LIST answers; [0], none, by default. */
  readonly auth?: readonly number[];
  /** Whether pings are answered. */
  readonly pong?: boolean;
}

type ArgsOf<P> = P extends { readonly args: Codec<infer Args> } ? Args : never;
type ResultOf<P> = P extends { readonly result: Codec<infer Result> } ? Result : never;
type Callable = Pick<AnyProcedure, 'program' | 'number' | 'name' | 'args' | 'result'>;

/** A call received, and the stream it may have opened. */
export interface ReceivedCall<P = Callable> {
  readonly procedure: Callable;
  readonly serial: number;
  readonly args: ArgsOf<P>;
  reply(result: ResultOf<P>): void;
  refuse(error: Partial<RemoteError> & { readonly code: number }): void;
  /** A frame with this call's program, procedure and serial. */
  send(frame: { readonly type?: number; readonly status?: number; readonly payload?: Uint8Array }): void;
  /** A packet of its stream. No bytes: the end of data. */
  data(bytes: Uint8Array): void;
  hole(length: bigint): void;
  /** The answer to finish and abort. */
  ok(): void;
  streamError(error: Partial<RemoteError> & { readonly code: number }): void;
}

export class FakeLibvirtd {
  /** The client's end. */
  readonly stream: Duplex;
  /** Every call received, in order. */
  readonly calls: ReceivedCall[] = [];
  /** Every packet of a stream received, in order. */
  readonly packets: Frame[] = [];
  readonly keepalives: Frame[] = [];
  readonly #options: FakeLibvirtdOptions;
  readonly #own: Duplex;
  readonly #reader = new FrameReader([
    messageTypes.call,
    messageTypes.message,
    messageTypes.stream,
    messageTypes.streamHole,
  ]);
  readonly #handlers = new Map<string, (call: ReceivedCall) => void>();
  readonly #unclaimed: ReceivedCall[] = [];
  #waiters: (() => void)[] = [];
  #batch: Uint8Array[] | undefined;

  constructor(options: FakeLibvirtdOptions = {}) {
    this.#options = options;
    [this.stream, this.#own] = duplexPair();
    this.#own.on('data', (chunk: Uint8Array) => this.#reader.push(chunk, (frame) => this.#receive(frame)));
    this.#own.on('error', () => undefined); // the client may go at any time
    this.answer(procedures.authList, () => ({ types: options.auth ?? [0] }));
    this.answer(procedures.connectSupportsFeature, () => ({ supported: 1 }));
    this.answer(procedures.connectOpen, () => ({}));
    this.answer(procedures.connectClose, () => ({}));
  }

  /** Answers each call of a procedure. */
  answer<P extends Callable>(procedure: P, result: (args: ArgsOf<P>) => ResultOf<P>): void {
    this.handle(procedure, (call) => call.reply(result(call.args)));
  }

  handle<P extends Callable>(procedure: P, handler: (call: ReceivedCall<P>) => void): void {
    this.#handlers.set(procedure.name, handler);
  }

  /** Keeps its calls for `nextCall`. */
  hold(procedure: Callable): void {
    this.#handlers.delete(procedure.name);
  }

  /** The next call of a procedure that nobody has handled. */
  async nextCall<P extends Callable>(procedure: P): Promise<ReceivedCall<P>> {
    for (;;) {
      const at = this.#unclaimed.findIndex((call) => call.procedure.name === procedure.name);
      const [call] = at < 0 ? [] : this.#unclaimed.splice(at, 1);
      if (call !== undefined) return call;
      await this.#somethingReceived();
    }
  }

  /** Waits until a condition on what was received holds. */
  async until(condition: (daemon: this) => boolean): Promise<void> {
    while (!condition(this)) await this.#somethingReceived();
  }

  sendEvent<Message>(
    event: LibvirtEvent<Message>,
    message: Message,
    { callbackID }: { readonly callbackID?: number } = {},
  ): void {
    const writer = new XdrWriter();
    if (callbackID !== undefined) writer.int(callbackID);
    event.message.encode(writer, message);
    this.sendFrame({
      program: event.program.id,
      procedure: event.number,
      type: messageTypes.message,
      serial: 1,
      payload: writer.take(),
    });
  }

  ping(): void {
    this.sendFrame({ program: KEEPALIVE_PROGRAM, procedure: 1, type: messageTypes.message });
  }

  sendFrame(frame: Partial<Frame>): void {
    const { payload = new Uint8Array(0), ...header } = frame;
    const defaults = { program: 0, version: 1, procedure: 0, type: 0, serial: 0, status: messageStatus.ok };
    this.sendBytes(encodeFrame({ ...defaults, ...header }, payload));
  }

  /** What is sent meanwhile arrives as one chunk. */
  together(work: () => void): void {
    const batch: Uint8Array[] = [];
    this.#batch = batch;
    work();
    this.#batch = undefined;
    this.sendBytes(Buffer.concat(batch));
  }

  sendBytes(bytes: Uint8Array): void {
    if (this.#batch !== undefined) {
      this.#batch.push(bytes);
      return;
    }
    if (this.#options.delivery === 'bytewise') for (const byte of bytes) this.#own.write(Buffer.of(byte));
    else this.#own.write(bytes);
  }

  stopReading(): void {
    this.#own.pause();
  }

  readOn(): void {
    this.#own.resume();
  }

  /** Hangs up. */
  end(): void {
    this.#own.end();
  }

  /** Whether the client has hung up. */
  get clientGone(): boolean {
    return this.stream.destroyed;
  }

  #receive(frame: Frame): void {
    if (frame.program === KEEPALIVE_PROGRAM) {
      this.keepalives.push(frame);
      const wanted = frame.procedure === 1 && this.#options.pong !== false;
      if (wanted) this.sendFrame({ program: KEEPALIVE_PROGRAM, procedure: 2, type: messageTypes.message });
    } else if (frame.type === messageTypes.call) this.#receiveCall(frame);
    else this.packets.push(frame);
    for (const wake of this.#waiters.splice(0)) wake();
  }

  #receiveCall(frame: Frame): void {
    const procedure = findProcedure(frame);
    const call = this.#callOf(procedure, frame);
    this.calls.push(call);
    const handler = this.#handlers.get(procedure.name);
    if (handler) handler(call);
    else this.#unclaimed.push(call);
  }

  #callOf(procedure: Callable, { program, procedure: number, serial, payload }: Frame): ReceivedCall {
    const send: ReceivedCall['send'] = (frame) =>
      this.sendFrame({ program, procedure: number, serial, type: messageTypes.reply, ...frame });
    const packet = messageTypes.stream;
    return {
      procedure,
      serial,
      args: decodeAll(procedure.args, new XdrReader(payload)),
      send,
      reply: (result) => send({ payload: encode(procedure.result, result) }),
      refuse: (error) => send({ status: messageStatus.error, payload: encodeError(error) }),
      data: (bytes) => send({ type: packet, status: messageStatus.continue, payload: bytes }),
      hole: (length) => {
        const hole = Buffer.alloc(12);
        hole.writeBigInt64BE(length);
        send({ type: messageTypes.streamHole, status: messageStatus.continue, payload: hole });
      },
      ok: () => send({ type: packet }),
      streamError: (error) => send({ type: packet, status: messageStatus.error, payload: encodeError(error) }),
    };
  }

  #somethingReceived(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }
}

const all: readonly Callable[] = Object.values(procedures);

function findProcedure({ program, procedure }: Frame): Callable {
  const found = all.find((each) => each.program.id === program && each.number === procedure);
  if (found === undefined) throw new Error(`the client called procedure ${procedure} of program ${program}`);
  return found;
}

function encode<T>(codec: Codec<T>, value: T): Uint8Array {
  const writer = new XdrWriter();
  codec.encode(writer, value);
  return writer.take();
}

function encodeError(error: Partial<RemoteError> & { readonly code: number }): Uint8Array {
  return encode(remoteError, { domain: 0, level: 2, int1: 0, int2: 0, message: 'refused', ...error });
}
