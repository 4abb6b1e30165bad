/** The reading end of a subscription: an async iterator over items as they come. */
import { appError, type AppError } from '../errors.ts';
import type { Wire } from './contract.ts';
import { window } from './protocol.ts';

/** Items read are granted again in portions of this size, not one by one. */
const grantSize = window.items / 2;

interface Waiting {
  resolve(result: IteratorResult<Wire>): void;
  reject(reason: AppError): void;
}

export class ItemReader implements AsyncIterableIterator<Wire> {
  readonly #sender: { grant(count: number): void; cancel(): void };
  readonly #items: Wire[] = [];
  readonly #waiting: Waiting[] = [];
  #read = 0;
  /** Ended: nothing more comes. `reason` is thrown once, after the items that came before it. */
  #ended: { reason: AppError | undefined } | undefined;

  constructor(sender: { grant(count: number): void; cancel(): void }) {
    this.#sender = sender;
  }

  push(item: Wire): void {
    const waiting = this.#waiting.shift();
    if (waiting) {
      this.#granted();
      waiting.resolve({ done: false, value: item });
      return;
    }
    if (this.#items.length >= window.items)
      throw appError('protocolError', 'a subscription was sent more than was granted');
    this.#items.push(item);
  }

  end(reason?: AppError): void {
    if (this.#ended) return;
    const [first, ...rest] = this.#waiting.splice(0);
    if (first && reason) first.reject(reason);
    else first?.resolve({ done: true, value: undefined });
    for (const waiting of rest) waiting.resolve({ done: true, value: undefined });
    this.#ended = { reason: first ? undefined : reason };
  }

  next(): Promise<IteratorResult<Wire>> {
    if (this.#items.length > 0) {
      const value = this.#items.shift();
      if (!this.#ended) this.#granted();
      return Promise.resolve({ done: false, value });
    }
    if (!this.#ended) {
      return new Promise((resolve, reject) => {
        this.#waiting.push({ resolve, reject });
      });
    }
    const { reason } = this.#ended;
    this.#ended = { reason: undefined };
    return reason ? Promise.reject(reason) : Promise.resolve({ done: true, value: undefined });
  }

  /** Leaves the loop: the server's iterator is returned and its handler's signal aborts. */
  return(): Promise<IteratorResult<Wire>> {
    if (!this.#ended) this.#sender.cancel();
    this.#items.length = 0;
    this.end();
    this.#ended = { reason: undefined };
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #granted(): void {
    this.#read += 1;
    if (this.#read < grantSize) return;
    this.#sender.grant(this.#read);
    this.#read = 0;
  }
}
