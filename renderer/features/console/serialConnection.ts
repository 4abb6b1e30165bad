/** Bytes between a serial device and a terminal, for as long as they flow. */
import type { Api } from '../../../shared/api/contract.ts';
import { toErrorData } from '../../../shared/errors.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import type { ByteChannel } from '../../../shared/rpc/contract.ts';
import type { LinkEvent } from './link.ts';

export interface SerialConnectionOptions {
  readonly open: Api['console']['serial'];
  readonly ref: DomainRef;
  readonly alias: string;
  /** Takes the device from whoever has it. */
  readonly force: boolean;
  /** Resolves when the bytes have been shown. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly onEvent: (event: LinkEvent) => void;
}

export class SerialConnection {
  readonly #options: SerialConnectionOptions;
  readonly #aborted = new AbortController();
  #channel: ByteChannel | undefined;
  #sent: Promise<void> = Promise.resolve();

  constructor(options: SerialConnectionOptions) {
    this.#options = options;
    void this.#open();
  }

  async #open(): Promise<void> {
    const { open, ref, alias, force, write, onEvent } = this.#options;
    const { signal } = this.#aborted;
    try {
      const { channel } = await open({ ...ref, alias, force }, { signal });
      if (signal.aborted) {
        channel.close();
        return;
      }
      this.#channel = channel;
      channel.onData(async (bytes) => {
        if (!signal.aborted) await write(bytes);
      });
      channel.onClose((reason) => {
        this.#channel = undefined;
        if (!signal.aborted) onEvent({ kind: 'lost', ...(reason === undefined ? {} : { error: reason.data }) });
      });
      onEvent({ kind: 'opened' });
    } catch (thrown) {
      if (!signal.aborted) onEvent({ kind: 'lost', error: toErrorData(thrown) });
    }
  }

  /** In order, each when the host has room again. What is typed while there is no connection is lost, as on a real line. */
  send(bytes: Uint8Array): void {
    const channel = this.#channel;
    if (channel === undefined) return;
    // A channel that broke says so by closing; there is nothing more to tell here.
    this.#sent = this.#sent.then(() => channel.send(bytes)).catch(() => undefined);
  }

  /** Ends the connection without telling. */
  close(): void {
    this.#aborted.abort();
    this.#channel?.close();
    this.#channel = undefined;
  }
}
