/**
 * Items for several readers, of which each may be slow: what a reader hasn't taken yet is merged into one, so nothing piles up.
 */
import { addAbortListener } from 'node:events';
import { pause } from '../calls/pause.ts';

export interface FeedOptions<T> {
  /** Two items in a row as one. */
  readonly merge: (first: T, second: T) => T;
  /** A reader gets the first item at once and what follows gathered, one item in this time. */
  readonly gatherMs?: number;
}

export class Feed<T> {
  readonly #merge: (first: T, second: T) => T;
  readonly #gatherMs: number;
  readonly #readers = new Set<(item: T, urgent: boolean) => void>();

  constructor({ merge, gatherMs = 0 }: FeedOptions<T>) {
    this.#merge = merge;
    this.#gatherMs = gatherMs;
  }

  /** @param urgent sends it, and what was gathered with it, at once */
  push(item: T, urgent = false): void {
    for (const read of this.#readers) read(item, urgent);
  }

  /**
   * `first`, then what is pushed from now on, until the signal aborts.
   * @param take what of an item this reader wants; undefined: nothing
   */
  async *watch(
    first: T,
    signal: AbortSignal,
    take: (item: T) => T | undefined = (item) => item,
  ): AsyncGenerator<T, void, undefined> {
    let waiting: { item: T } | undefined = { item: first };
    let due = Number.NEGATIVE_INFINITY;
    let awake = new AbortController();
    const read = (pushed: T, urgent: boolean): void => {
      const item = take(pushed);
      if (item === undefined) return;
      if (urgent) due = Number.NEGATIVE_INFINITY;
      waiting = { item: waiting ? this.#merge(waiting.item, item) : item };
      awake.abort(awakened);
    };
    using _listening = addAbortListener(signal, () => awake.abort(awakened));
    this.#readers.add(read);
    try {
      while (!signal.aborted) {
        const early = due - performance.now();
        if (waiting && early <= 0) {
          const { item }: { item: T } = waiting;
          waiting = undefined;
          due = performance.now() + this.#gatherMs;
          yield item;
        } else {
          awake = new AbortController();
          await pause(waiting ? early : FOREVER_MS, awake.signal);
        }
      }
    } finally {
      this.#readers.delete(read);
    }
  }
}

/** Nobody reads it; without one, a DOMException with its stack is made for every item. */
const awakened = 'awakened';

/** The longest time that a timer takes. */
const FOREVER_MS = 2 ** 31 - 1;
