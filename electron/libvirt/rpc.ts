/** Calls, streams and messages of one connection, by the tables. Knows nothing of libvirt's opening sequence. */
import { addAbortListener } from 'node:events';
import type { Duplex } from 'node:stream';
import { appError, type AppError } from '../../shared/errors.ts';
import { libvirtError } from './errors.ts';
import { badPayload, decodePaced, decodePayload, encodePayload } from './payload.ts';
import { remoteError } from './protocol/error.ts';
import type { Procedure, StreamProcedure } from './protocol/procedure.ts';
import { abortError } from './transport/abort.ts';
import { messageStatus, messageTypes, type Frame } from './wire/frame.ts';
import { FrameStream } from './wire/frameStream.ts';
import { Keepalive, KEEPALIVE_PROGRAM, type KeepaliveOptions } from './wire/keepalive.ts';
import { PendingCalls, Serials, type StartedCall } from './wire/pending.ts';
import { ByteStream, type LibvirtStream } from './wire/stream.ts';

export interface RpcOptions {
  readonly stream: Duplex;
  readonly maxInFlight: number;
  readonly keepalive: KeepaliveOptions;
  /** An event. What it throws ends the connection. */
  readonly onMessage: (frame: Frame) => void;
  /** Called once. */
  readonly onEnd: (cause: AppError) => void;
}

export interface RpcCallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Doesn't wait until others are answered. */
  readonly urgent?: boolean;
}

/** What a call needs to know of its procedure. */
type Callable<Args, Result> = Pick<Procedure<Args, Result>, 'program' | 'name' | 'number' | 'args' | 'result'>;

type Answer<Result> = PromiseWithResolvers<Result>;

/** From this size on a reply is decoded with pauses. */
const PACED_BYTES = 64 * 1024;

const noBytes = new Uint8Array(0);

export class Rpc {
  readonly #options: RpcOptions;
  readonly #serials = new Serials();
  readonly #pending: PendingCalls;
  readonly #streams = new Map<
    number,
    { readonly procedure: Callable<unknown, unknown>; readonly stream: ByteStream }
  >();
  readonly #frames: FrameStream;
  readonly #keepalive: Keepalive;
  #farewell: AppError | undefined;

  constructor(options: RpcOptions) {
    this.#options = options;
    this.#pending = new PendingCalls(this.#serials, options.maxInFlight);
    this.#keepalive = new Keepalive(options.keepalive, {
      send: (header) => this.#frames.send(header, noBytes),
      held: () => this.#frames.held,
      congested: () => this.#frames.congested,
      dead: (cause) => this.end(cause),
    });
    this.#frames = new FrameStream(options.stream, {
      frame: (frame) => this.#receive(frame),
      heard: () => this.#keepalive.heard(),
      ended: (cause) => this.#ended(cause),
    });
  }

  /** @throws AppError what the daemon answers, why the connection ended, or why the signal was aborted */
  async call<Args, Result>(
    procedure: Callable<Args, Result>,
    args: NoInfer<Args>,
    { signal, urgent = false }: RpcCallOptions = {},
  ): Promise<Result> {
    if (signal?.aborted) throw abortError(signal);
    const answer: Answer<Result> = Promise.withResolvers();
    const payload = encodePayload(procedure.args, args, procedure);
    const call = this.#pending.start(
      {
        program: procedure.program.id,
        procedure: procedure.number,
        send: (serial) => this.#sendCall(procedure, serial, payload),
        reply: (frame) => settle(procedure, frame, answer),
        fail: answer.reject,
      },
      urgent,
    );
    return await untilAborted(signal, answer, () => call.abandon());
  }

  /** @throws AppError as `call` does */
  async openStream<Args, Result>(
    procedure: StreamProcedure<Args, Result>,
    args: NoInfer<Args>,
    { signal }: RpcCallOptions = {},
  ): Promise<{ readonly reply: Result; readonly stream: LibvirtStream }> {
    if (signal?.aborted) throw abortError(signal);
    const answer: Answer<Result> = Promise.withResolvers();
    const opening = this.#startStream(procedure, args, answer);
    if (signal !== undefined) {
      const listening = addAbortListener(signal, () => {
        opening.giveUp(abortError(signal));
        answer.reject(abortError(signal));
      });
      void opening.stream.closed.then(() => listening[Symbol.dispose]());
    }
    return { reply: await answer.promise, stream: opening.stream };
  }

  /** @throws AppError why the connection ended */
  ping(): Promise<number> {
    return this.#keepalive.ping();
  }

  /** Sends nothing more but urgent calls: what was not sent yet fails with `cause`. @param done nothing sent is unanswered any more */
  drain(cause: AppError, done: () => void): void {
    this.#pending.drain(cause, done);
  }

  /** What is meant to end soon: however it ends then, this is the cause. */
  expectEnd(cause: AppError): void {
    this.#farewell ??= cause;
  }

  /** Ends the connection; the first cause counts. */
  end(cause: AppError): void {
    this.#frames.end(cause);
  }

  #startStream<Args, Result>(procedure: StreamProcedure<Args, Result>, args: Args, answer: Answer<Result>) {
    const payload = encodePayload(procedure.args, args, procedure);
    let used: number | undefined;
    const stream = new ByteStream(
      {
        send: (type, status, bytes) => {
          if (used !== undefined) this.#send(procedure, { type, status, serial: used }, bytes);
        },
        drained: () => this.#frames.drained(),
        hold: () => this.#frames.hold(),
        release: () => {
          if (used === undefined) return;
          this.#streams.delete(used);
          this.#serials.release(used);
        },
        decodeError: (frame) => libvirtError(decodePayload(remoteError, frame.payload, procedure)),
      },
      { direction: procedure.direction, sparse: allowsHoles(procedure, args) },
    );
    const call: StartedCall = this.#pending.start({
      program: procedure.program.id,
      procedure: procedure.number,
      keepsSerial: true,
      send: (serial) => {
        used = serial;
        // Packets may overtake the reply: the stream is known before the call is sent.
        this.#streams.set(serial, { procedure, stream });
        this.#sendCall(procedure, serial, payload);
      },
      reply: (frame) => {
        if (frame.status === messageStatus.ok) stream.opened();
        else stream.fail(appError('libvirt', 'the stream was not opened'));
        return settle(procedure, frame, answer);
      },
      fail: (cause) => {
        stream.fail(cause);
        answer.reject(cause);
      },
    });
    const giveUp = (cause: AppError): void => {
      if (used !== undefined) {
        stream.giveUp(cause);
        return;
      }
      call.abandon();
      stream.fail(cause);
    };
    return { stream, giveUp };
  }

  #sendCall(procedure: Callable<unknown, unknown>, serial: number, payload: Uint8Array): void {
    this.#send(procedure, { type: messageTypes.call, status: messageStatus.ok, serial }, payload);
  }

  #send(
    { program, number }: Callable<unknown, unknown>,
    rest: { readonly type: number; readonly status: number; readonly serial: number },
    payload: Uint8Array,
  ): void {
    this.#frames.send({ program: program.id, version: program.version, procedure: number, ...rest }, payload);
  }

  #receive(frame: Frame): void | Promise<void> {
    switch (frame.type) {
      case messageTypes.reply:
      case messageTypes.replyWithDescriptors:
        return this.#receiveReply(frame);
      case messageTypes.stream:
      case messageTypes.streamHole:
        return this.#streamOf(frame)?.receive(frame); // packets of a stream that is gone are dropped
      default:
        if (frame.program === KEEPALIVE_PROGRAM) this.#keepalive.receive(frame);
        else this.#options.onMessage(frame);
        return undefined;
    }
  }

  #receiveReply(frame: Frame): void | Promise<void> {
    const work = this.#pending.reply(frame);
    if (typeof work !== 'boolean') return work;
    if (work) return undefined;
    // A hole that can't be written is answered like a call (virNetServerProgramSendReplyError).
    const stream = this.#streamOf(frame);
    if (stream === undefined || frame.status !== messageStatus.error) {
      const detail = `a reply of procedure ${frame.procedure} that was not asked for, serial ${frame.serial}`;
      throw appError('protocolError', `the daemon broke the protocol: ${detail}`, { params: { detail } });
    }
    stream.receive(frame);
    return undefined;
  }

  #streamOf({ program, procedure, serial }: Frame): ByteStream | undefined {
    const open = this.#streams.get(serial);
    return open?.procedure.program.id === program && open.procedure.number === procedure ? open.stream : undefined;
  }

  #ended(ending: AppError): void {
    const cause = this.#farewell ?? ending;
    this.#keepalive.stop(cause);
    this.#pending.fail(cause);
    for (const { stream } of this.#streams.values()) stream.fail(cause);
    this.#options.onEnd(cause);
  }
}

/** Gives a reply to whoever waits for it. @throws AppError `protocolError`, which ends the connection */
function settle<Result>(
  procedure: Callable<unknown, Result>,
  { status, payload }: Frame,
  answer: Answer<Result>,
): void | Promise<void> {
  const refuse = (thrown: unknown): never => {
    answer.reject(thrown);
    throw thrown;
  };
  try {
    if (status === messageStatus.error) {
      answer.reject(libvirtError(decodePayload(remoteError, payload, procedure)));
    } else if (status !== messageStatus.ok) {
      throw badPayload(procedure, `a reply with status ${status}`);
    } else if (payload.length >= PACED_BYTES && procedure.result.decodePaced) {
      return decodePaced(procedure.result, payload, procedure).then(answer.resolve, refuse);
    } else {
      answer.resolve(decodePayload(procedure.result, payload, procedure));
    }
  } catch (thrown) {
    refuse(thrown);
  }
  return undefined;
}

async function untilAborted<T>(signal: AbortSignal | undefined, answer: Answer<T>, abandon: () => void): Promise<T> {
  if (signal === undefined) return await answer.promise;
  using _listening = addAbortListener(signal, () => {
    abandon();
    answer.reject(abortError(signal));
  });
  return await answer.promise;
}

function allowsHoles({ sparseFlag = 0 }: StreamProcedure<unknown, unknown>, args: unknown): boolean {
  if (typeof args !== 'object' || args === null || !('flags' in args) || typeof args.flags !== 'number') return false;
  return (args.flags & sparseFlag) !== 0;
}
