/**
 * Items for several readers, of which each may be slow: what a reader hasn't taken yet is merged into one, so nothing piles up.
 */
export class Feed<T> {
  readonly #merge: (first: T, second: T) => T;
  readonly #readers = new Set<(item: T) => void>();

  constructor(merge: (first: T, second: T) => T) {
    this.#merge = merge;
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
      while (!signal.aborted) {
        if (waiting) {
          const { item }: { item: T } = waiting;
          waiting = undefined;
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
