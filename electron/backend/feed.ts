/**
 * Items for several readers, of which each may be slow: what a reader hasn't taken yet is merged into one, so nothing piles up.
 */
import { pause } from './pause.ts';

export interface FeedOptions<T> {
  /** Two items in a row as one. */
  readonly merge: (first: T, second: T) => T;
  /** A reader gets the first item at once and what follows gathered, one item in this time. */
  readonly gatherMs?: number;
}

export class Feed<T> {
  readonly #merge: (first: T, second: T) => T;
  readonly #gatherMs: number;
  readonly #readers = new Set<(item: T) => void>();

  constructor({ merge, gatherMs = 0 }: FeedOptions<T>) {
    this.#merge = merge;
    this.#gatherMs = gatherMs;
  }

  push(item: T): void {
    for (const read of this.#readers) read(item);
  }

  /** `first`, then what is pushed from now on, until the signal aborts. */
  async *watch(first: T, signal: AbortSignal): AsyncGenerator<T, void, undefined> {
    let waiting: { item: T } | undefined = { item: first };
    let wake: (() => void) | undefined;
    const read = (item: T): void => {
      waiting = { item: waiting ? this.#merge(waiting.item, item) : item };
      wake?.();
    };
    const stop = (): void => wake?.();
    this.#readers.add(read);
    signal.addEventListener('abort', stop, { once: true });
    try {
      let last = Number.NEGATIVE_INFINITY;
      while (!signal.aborted) {
        if (waiting) {
          const early = last + this.#gatherMs - performance.now();
          if (early > 0) await pause(early, signal);
          const { item }: { item: T } = waiting;
          waiting = undefined;
          last = performance.now();
          yield item;
        } else {
          await new Promise<void>((resolve) => (wake = resolve));
          wake = undefined;
        }
      }
    } finally {
      this.#readers.delete(read);
      signal.removeEventListener('abort', stop);
    }
  }
}
