/** One end of a byte channel; the same code on both sides of the port. */
import { appError, toAppError, toErrorData, type AppError } from '../errors.ts';
import type { ByteChannel } from './contract.ts';
import { Credit } from './credit.ts';
import { rebuilt, window, type ChannelFrame } from './protocol.ts';

/** Bytes taken are granted again in portions of this size, not one by one. */
const grantSize = window.bytes / 4;

export class Channel implements ByteChannel {
  readonly #id: number;
  readonly #sendFrame: (frame: ChannelFrame) => void;
  readonly #onEnded: () => void;
  /** `closing`: closed here, sent bytes still wait for room. `closed`: the last frame has gone or come. */
  #state: 'open' | 'closing' | 'closed' = 'open';
  #reason: AppError | undefined;
  readonly #closeListeners: ((reason?: AppError) => void)[] = [];

  readonly #credit = new Credit(window.bytes);
  /** Ends when everything handed to `send` has left. */
  #outbox: Promise<unknown> = Promise.resolve();

  readonly #inbox: Uint8Array[] = [];
  #dataListener: ((bytes: Uint8Array) => void | Promise<void>) | undefined;
  #delivering = false;
  /** What the other side may still send, and what was taken since it was last granted more. */
  #receivable: number = window.bytes;
  #taken = 0;
  #closeAfterInbox = false;
  /** What sending rejects with after an ordinary close. */
  readonly #noMore = appError('connectionLost', 'the channel is closed');

  constructor(id: number, sendFrame: (frame: ChannelFrame) => void, onEnded: () => void) {
    this.#id = id;
    this.#sendFrame = sendFrame;
    this.#onEnded = onEnded;
  }

  /**
   * Resolves when all of it has left, which is when the other side had room. The bytes may be reused at once. Rejects when the
   * channel has closed; who does not await hears of that from `onClose`.
   */
  send(bytes: Uint8Array): Promise<void> {
    if (this.#state !== 'open') return handled(Promise.reject(this.#closedError()));
    const copies = copiesOf(bytes);
    const sent = this.#outbox.then(() => this.#sendAll(copies));
    this.#outbox = sent.catch(() => undefined);
    return handled(sent);
  }

  onData(listener: (bytes: Uint8Array) => void | Promise<void>): void {
    this.#dataListener = listener;
    void this.#deliver();
  }

  onClose(listener: (reason?: AppError) => void): void {
    if (this.#state === 'closed') queueMicrotask(() => listener(this.#reason));
    else this.#closeListeners.push(listener);
  }

  /** Without a reason: after what was sent has left. With one: at once. */
  close(reason?: AppError): void {
    if (this.#state === 'closed' || (this.#state === 'closing' && !reason)) return;
    if (reason) {
      this.#sendFrame(['close', this.#id, toErrorData(reason)]);
      this.#finish(reason);
      return;
    }
    this.#state = 'closing';
    this.#discardInbox();
    void this.#outbox.then(() => {
      if (this.#state !== 'closing') return;
      this.#sendFrame(['close', this.#id, undefined]);
      this.#finish(undefined);
    });
  }

  /** A frame of the other side. Throws `protocolError` when it exceeds what was granted. */
  receive(frame: ChannelFrame): void {
    switch (frame[0]) {
      case 'data':
        this.#receiveData(frame[2]);
        return;
      case 'credit':
        this.#credit.grant(frame[2]);
        return;
      case 'close':
        this.#receiveClose(frame[2] && rebuilt(frame[2]));
    }
  }

  /** Ends it without telling the other side, which is gone or knows. */
  end(reason: AppError): void {
    this.#finish(reason);
  }

  #receiveData(bytes: Uint8Array): void {
    if (bytes.length > this.#receivable)
      throw appError('protocolError', 'a channel was sent more than it had room for');
    this.#receivable -= bytes.length;
    if (this.#state !== 'open') {
      // Nobody reads it any more, but the other side may be waiting for room to get to its own end.
      this.#grant(bytes.length);
      return;
    }
    this.#inbox.push(bytes);
    void this.#deliver();
  }

  #receiveClose(reason: AppError | undefined): void {
    this.#credit.end();
    if (reason || this.#state !== 'open' || (this.#inbox.length === 0 && !this.#delivering)) {
      this.#finish(reason);
      return;
    }
    this.#closeAfterInbox = true;
    void this.#deliver();
  }

  async #deliver(): Promise<void> {
    if (this.#delivering || !this.#dataListener) return;
    this.#delivering = true;
    try {
      for (let bytes = this.#inbox.shift(); bytes; bytes = this.#inbox.shift()) {
        const held = this.#dataListener(bytes);
        if (held !== undefined) await held;
        this.#grant(bytes.length);
      }
    } catch (thrown) {
      // A listener that failed to answer a side that has closed is no fault.
      if (this.#closeAfterInbox && thrown === this.#noMore) this.#finish(undefined);
      else this.close(toAppError(thrown));
    } finally {
      this.#delivering = false;
    }
    if (this.#closeAfterInbox) this.#finish(undefined);
  }

  #grant(count: number): void {
    this.#taken += count;
    if (this.#taken < grantSize || this.#state === 'closed') return;
    this.#receivable += this.#taken;
    this.#sendFrame(['credit', this.#id, this.#taken]);
    this.#taken = 0;
  }

  #discardInbox(): void {
    for (const bytes of this.#inbox.splice(0)) this.#grant(bytes.length);
  }

  async #sendAll(pieces: readonly Uint8Array[]): Promise<void> {
    for (const bytes of pieces)
      for (let offset = 0; offset < bytes.length;) {
        const room = await this.#credit.take(bytes.length - offset);
        if (room === 0) throw this.#closedError();
        // A view would make a structured clone copy the whole buffer under it with each chunk.
        const whole = room === bytes.length;
        this.#sendFrame(['data', this.#id, whole ? bytes : bytes.slice(offset, offset + room)]);
        offset += room;
      }
  }

  #closedError(): AppError {
    return this.#reason ?? this.#noMore;
  }

  #finish(reason: AppError | undefined): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#reason = reason;
    this.#inbox.length = 0;
    this.#credit.end();
    this.#onEnded();
    for (const listener of this.#closeListeners.splice(0)) listener(reason);
  }
}

/** In buffers of their own, none longer than a frame may be. Not slice(): a Node Buffer's is no copy. */
function copiesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const copies: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += window.chunk)
    copies.push(new Uint8Array(bytes.subarray(at, at + window.chunk)));
  return copies;
}

/** Marks a rejection as seen; whoever awaits the promise still gets it. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
