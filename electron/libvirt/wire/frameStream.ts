/** Frames over a byte stream: reads them in order, sends them in batches, says once why it ended. */
import type { Duplex } from 'node:stream';
import { AppError, appError } from '../../../shared/errors.ts';
import { answeredWithText, encodeFrame, encodeHeader, FrameReader, type Frame, type FrameHeader } from './frame.ts';

export interface FrameHandler {
  /** Called for one frame after the other; a promise holds the next ones back. What it throws ends the stream. */
  frame(frame: Frame): void | Promise<void>;
  /** Bytes have come, whatever they are. */
  heard(): void;
  /** Called once. */
  ended(cause: AppError): void;
}

const CONGESTED_BYTES = 1024 * 1024;
/** From here on a payload is sent as it is: its copy would cost more than a write of its own. */
const OWN_WRITE_BYTES = 16 * 1024;

export class FrameStream {
  readonly #stream: Duplex;
  readonly #handler: FrameHandler;
  readonly #reader = new FrameReader();
  readonly #frames: Frame[] = [];
  readonly #drainWaiters: (() => void)[] = [];
  #busy = false;
  #holds = 0;
  #corked = false;
  #ended = false;

  constructor(stream: Duplex, handler: FrameHandler) {
    this.#stream = stream;
    this.#handler = handler;
    stream.on('data', (chunk: Uint8Array) => this.#receive(chunk));
    stream.on('drain', () => this.#drained());
    stream.on('error', (error) => this.end(lost(error)));
    stream.on('end', () => this.end(this.#closed()));
    stream.on('close', () => this.end(this.#closed()));
  }

  /** Whether reading waits for somebody here, not for the daemon. */
  get held(): boolean {
    return this.#holds > 0;
  }

  /** Whether so much waits to be written that nothing should be added that may be left out. */
  get congested(): boolean {
    return this.#stream.writableLength > CONGESTED_BYTES;
  }

  send(header: FrameHeader, payload: Uint8Array): void {
    if (this.#ended) return;
    if (!this.#corked) {
      // Calls made together travel together: one packet of SSH or TLS instead of many.
      this.#corked = true;
      this.#stream.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.#stream.uncork();
      });
    }
    if (payload.length < OWN_WRITE_BYTES) {
      this.#stream.write(encodeFrame(header, payload));
    } else {
      this.#stream.write(encodeHeader(header, payload.length));
      this.#stream.write(payload);
    }
  }

  /** Resolves when more should be written; when the stream has ended too. */
  drained(): Promise<void> {
    if (this.#ended || !this.#stream.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => this.#drainWaiters.push(resolve));
  }

  /** Stops reading until the function returned is called. Everything on the connection waits then: flow control is TCP's alone. */
  hold(): () => void {
    let held = true;
    this.#holds += 1;
    this.#stream.pause();
    return () => {
      if (!held) return;
      held = false;
      this.#holds -= 1;
      if (this.#holds === 0 && !this.#ended) this.#stream.resume();
    };
  }

  /** Ends it for good; the first cause counts. */
  end(cause: AppError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#frames.length = 0;
    this.#stream.destroy();
    this.#drained();
    this.#handler.ended(cause);
  }

  #receive(chunk: Uint8Array): void {
    if (this.#ended) return;
    this.#handler.heard();
    try {
      this.#reader.push(chunk, (frame) => this.#frames.push(frame));
    } catch (thrown) {
      // What came before the bad frame is still good.
      this.#dispatch();
      this.end(thrown instanceof AppError ? thrown : lost(thrown));
      return;
    }
    this.#dispatch();
  }

  #dispatch(): void {
    while (!this.#busy && !this.#ended) {
      const frame = this.#frames.shift();
      if (frame === undefined) return;
      try {
        const work = this.#handler.frame(frame);
        if (work !== undefined) this.#wait(work);
      } catch (thrown) {
        this.end(asProtocolError(thrown));
      }
    }
  }

  #wait(work: Promise<void>): void {
    this.#busy = true;
    const release = this.hold();
    work.then(
      () => {
        this.#busy = false;
        this.#dispatch();
        release();
      },
      (thrown: unknown) => this.end(asProtocolError(thrown)),
    );
  }

  #drained(): void {
    for (const resolve of this.#drainWaiters.splice(0)) resolve();
  }

  #closed(): AppError {
    const { words } = this.#reader;
    if (words !== undefined) return answeredWithText(words);
    const message = this.#reader.midFrame
      ? 'the connection was closed in the middle of a message'
      : 'the daemon closed the connection';
    return appError('connectionLost', message, { raw: message, retry: true });
  }
}

/** What a transport says about its end is kept. */
function lost(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const raw = thrown instanceof Error ? thrown.message : String(thrown);
  return appError('connectionLost', `the connection broke: ${raw}`, { raw, retry: true });
}

function asProtocolError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const raw = thrown instanceof Error ? thrown.message : String(thrown);
  return appError('protocolError', raw, { raw, params: { detail: raw } });
}
