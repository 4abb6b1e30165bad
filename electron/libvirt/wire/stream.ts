/**
 * A byte stream of one call (src/rpc/virnetclientstream.c, src/remote/remote_daemon_stream.c): packets with the program, procedure
 * and serial of the call that opened it. They may come before that call's reply.
 */
import { appError, type AppError } from '../../../shared/errors.ts';
import { messageStatus, messageTypes, type Frame } from './frame.ts';

export type StreamChunk =
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** That many bytes of zeros that were not sent. Only where the call's flags allowed it. */
  | { readonly kind: 'hole'; readonly length: bigint };

export interface LibvirtStream extends AsyncIterable<StreamChunk> {
  /** Resolves when it is over, however that came; what it ended with is what sending and {@link finish} fail with. */
  readonly closed: Promise<void>;
  /** Resolves when more may be sent. The bytes must stay as they are: they may leave later. */
  send(bytes: Uint8Array): Promise<void>;
  /** Skips bytes. @throws AppError `invalidArgument` where the call's flags don't allow holes */
  sendHole(length: bigint): Promise<void>;
  /** Ends in order. Only then is it known that the other side has everything. What wasn't read yet may be lost. */
  finish(): Promise<void>;
  /** Drops it. Resolves when the daemon has let go; never fails. */
  abort(): Promise<void>;
}

/** What a stream needs of its connection. */
export interface StreamConnection {
  send(type: number, status: number, payload: Uint8Array): void;
  drained(): Promise<void>;
  /** Stops reading from the daemon until the function returned is called. */
  hold(): () => void;
  /** The daemon has let go: the serial is free. */
  release(): void;
  decodeError(frame: Frame): AppError;
}

export interface StreamKind {
  readonly direction: 'up' | 'down' | 'both';
  readonly sparse: boolean;
}

/** VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX: what libvirt's own client sends at most. */
const MAX_PACKET_BYTES = 262_120;

/** Bytes kept for a slow reader before the connection stops reading. */
const WINDOW_BYTES = 1024 * 1024;

/** What a hole counts in the window, so that holes without end don't grow without end. */
const HOLE_WEIGHT = 64;

const noBytes = new Uint8Array(0);

/**
 * `opening` and `open`: both sides may send. `finishing`, `aborting`: we have said so and wait for the daemon's OK; the serial stays
 * in use until then, because packets on their way still come. `closed`: the daemon has let go, or failed, or is gone.
 */
type State = 'opening' | 'open' | 'finishing' | 'aborting' | 'closed';

export class ByteStream implements LibvirtStream {
  readonly #connection: StreamConnection;
  readonly #kind: StreamKind;
  readonly #closing = Promise.withResolvers<void>();
  readonly #chunks: StreamChunk[] = [];
  #state: State = 'opening';
  #failure: AppError | undefined;
  #endOfData = false;
  #weight = 0;
  #releaseHold: (() => void) | undefined;
  #readers: (() => void)[] = [];
  #sending: Promise<void> = Promise.resolve();

  constructor(connection: StreamConnection, kind: StreamKind) {
    this.#connection = connection;
    this.#kind = kind;
  }

  /** Resolves when the daemon has let go, however that came. */
  get closed(): Promise<void> {
    return this.#closing.promise;
  }

  /** The call that opens it has succeeded. */
  opened(): void {
    if (this.#state === 'opening') this.#state = 'open';
    else if (this.#state === 'aborting') this.#sendAbort();
  }

  /** A packet with this stream's serial. @throws AppError `protocolError` */
  receive(frame: Frame): void {
    if (this.#state === 'closed') return;
    if (frame.status === messageStatus.error) this.#close(this.#connection.decodeError(frame));
    else if (frame.status === messageStatus.ok) this.#close();
    else if (frame.type === messageTypes.streamHole) this.#push({ kind: 'hole', length: this.#holeLength(frame) });
    else if (frame.payload.length === 0) this.#endData();
    else this.#push({ kind: 'data', bytes: frame.payload });
  }

  /** The connection has ended, or the opening call failed: nothing more will come. */
  fail(cause: AppError): void {
    if (this.#state !== 'closed') this.#close(cause);
  }

  /** The user gave up: reading and sending fail with `cause`, and the daemon is told. */
  giveUp(cause: AppError): void {
    if (this.#state === 'closed' || this.#state === 'aborting') return;
    this.#failure ??= cause;
    void this.abort();
  }

  async send(bytes: Uint8Array): Promise<void> {
    this.#checkSending();
    await this.#inOrder(async () => {
      for (let at = 0; at < bytes.length; at += MAX_PACKET_BYTES) {
        this.#checkOpen();
        const packet = bytes.subarray(at, at + MAX_PACKET_BYTES);
        this.#connection.send(messageTypes.stream, messageStatus.continue, packet);
        await this.#connection.drained();
      }
    });
  }

  async sendHole(length: bigint): Promise<void> {
    this.#checkSending();
    // On a stream that isn't sparse the daemon would drop the whole connection.
    if (!this.#kind.sparse || length < 0n) throw appError('invalidArgument', 'this stream takes no holes');
    await this.#inOrder(async () => {
      this.#checkOpen();
      const payload = Buffer.alloc(12);
      payload.writeBigInt64BE(length);
      this.#connection.send(messageTypes.streamHole, messageStatus.continue, payload);
      await this.#connection.drained();
    });
  }

  async finish(): Promise<void> {
    await this.#sending;
    if (this.#state === 'open') {
      this.#state = 'finishing';
      this.#resumeReading();
      this.#connection.send(messageTypes.stream, messageStatus.ok, noBytes);
    }
    await this.#closing.promise;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async abort(): Promise<void> {
    if (this.#state === 'opening' || this.#state === 'open') {
      const told = this.#state === 'open';
      this.#state = 'aborting';
      this.#chunks.length = 0;
      this.#resumeReading();
      this.#wakeReaders();
      if (told) this.#sendAbort();
    }
    await this.#closing.promise;
  }

  /** Breaking out of a loop leaves the stream as it is: another loop goes on where that one stopped. */
  [Symbol.asyncIterator](): AsyncIterator<StreamChunk> {
    return { next: () => this.#next() };
  }

  async #next(): Promise<IteratorResult<StreamChunk>> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#taken(chunk);
        return { done: false, value: chunk };
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#endOfData || this.#state === 'closed' || this.#state === 'aborting') {
        return { done: true, value: undefined };
      }
      await new Promise<void>((resolve) => this.#readers.push(resolve));
    }
  }

  #push(chunk: StreamChunk): void {
    if (this.#state === 'aborting' || this.#state === 'finishing') return;
    this.#chunks.push(chunk);
    this.#weight += weightOf(chunk);
    if (this.#weight > WINDOW_BYTES) this.#releaseHold ??= this.#connection.hold();
    this.#wakeReaders();
  }

  #taken(chunk: StreamChunk): void {
    this.#weight -= weightOf(chunk);
    if (this.#weight <= WINDOW_BYTES / 2) this.#resumeReading();
  }

  #endData(): void {
    this.#endOfData = true;
    this.#wakeReaders();
  }

  #holeLength({ payload }: Frame): bigint {
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    const length = payload.length === 12 ? view.getBigInt64(0) : -1n;
    if (this.#kind.sparse && length >= 0n) return length;
    const message = this.#kind.sparse ? 'a hole of a stream is malformed' : 'a stream that has no holes got one';
    throw appError('protocolError', message, { params: { detail: message } });
  }

  #close(failure?: AppError): void {
    // The answer to our abort may cross an error of the daemon's: either way it has let go.
    if (this.#state !== 'aborting') this.#failure ??= failure;
    this.#state = 'closed';
    this.#endOfData = true;
    this.#resumeReading();
    this.#connection.release();
    this.#wakeReaders();
    this.#closing.resolve();
  }

  #sendAbort(): void {
    this.#connection.send(messageTypes.stream, messageStatus.error, noBytes);
  }

  #resumeReading(): void {
    this.#releaseHold?.();
    this.#releaseHold = undefined;
  }

  #wakeReaders(): void {
    for (const wake of this.#readers.splice(0)) wake();
  }

  async #inOrder(work: () => Promise<void>): Promise<void> {
    const turn = this.#sending.then(work);
    this.#sending = turn.catch(() => undefined); // whoever sent it learns of it
    await turn;
  }

  #checkSending(): void {
    if (this.#kind.direction === 'down') throw appError('invalidArgument', 'this stream is for reading');
    this.#checkOpen();
  }

  #checkOpen(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#state !== 'open') throw appError('connectionLost', 'the stream has ended');
  }
}

function weightOf(chunk: StreamChunk): number {
  return chunk.kind === 'data' ? chunk.bytes.length : HOLE_WEIGHT;
}
