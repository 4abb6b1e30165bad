/**
 * A byte channel in the clothes that noVNC expects of a WebSocket.
 *
 * noVNC's `Websock.attach` looks for eight names among the object's own keys and those of its direct prototype, so they all
 * stand on this class itself. It reuses its send buffer (hence the copy) and can't bear an answer while it is still sending
 * (hence the delivery in a later task of the queue).
 */
import type { RawChannel } from '@novnc/novnc';
import type { AppError } from '../../../shared/errors.ts';
import type { ByteChannel } from '../../../shared/rpc/contract.ts';
import { RfbGreeting } from './rfbGreeting.ts';

type ReadyState = 'open' | 'closing' | 'closed';

export interface VncChannelOptions {
  /** The bytes have ended; called before noVNC hears of it, while its picture still stands. */
  readonly onEnd: (reason?: AppError) => void;
  /** The server wants what can't be given, or wants nobody: noVNC doesn't hear of it any more. */
  readonly onRefusal: (why: AppError) => void;
}

export class VncChannel implements RawChannel {
  readonly protocol = '';
  binaryType = 'arraybuffer';
  onopen: (() => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  readyState: ReadyState = 'open';

  readonly #channel: ByteChannel;
  #onmessage: ((event: { readonly data: Uint8Array }) => void) | null = null;
  #listen: () => void = () => undefined;
  readonly #listened: Promise<void>;
  #sent: Promise<void> = Promise.resolve();

  constructor(channel: ByteChannel, options: VncChannelOptions) {
    this.#channel = channel;
    this.#listened = new Promise((resolve) => {
      this.#listen = resolve;
    });
    const greeting = new RfbGreeting();
    channel.onData(async (bytes) => {
      await this.#listened;
      const why = greeting.push(bytes);
      if (why !== undefined) options.onRefusal(why);
      else if (this.readyState === 'open') this.#onmessage?.({ data: bytes });
    });
    channel.onClose((reason) => {
      if (this.readyState === 'closed') return;
      options.onEnd(reason);
      this.#closed(reason);
    });
  }

  get onmessage(): ((event: { readonly data: Uint8Array }) => void) | null {
    return this.#onmessage;
  }

  /** Bytes that came before there was a listener are waiting for it. */
  set onmessage(listener: ((event: { readonly data: Uint8Array }) => void) | null) {
    this.#onmessage = listener;
    if (listener !== null) this.#listen();
  }

  /** In the order of the calls, each when the other side has room again. */
  send(bytes: Uint8Array): void {
    if (this.readyState !== 'open') return;
    const copy = bytes.slice();
    this.#sent = this.#sent.then(() => this.#channel.send(copy)).catch((thrown: unknown) => this.onerror?.(thrown));
  }

  close(): void {
    if (this.readyState !== 'open') return;
    this.readyState = 'closing';
    this.#channel.close();
    queueMicrotask(() => this.#closed());
  }

  #closed(reason?: AppError): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    // The numbers are WebSocket's: 1000 is the ordinary end, 1006 any other (RFC 6455, 7.4.1).
    this.onclose?.({ code: reason === undefined ? 1000 : 1006, reason: reason?.message ?? '' });
  }
}
