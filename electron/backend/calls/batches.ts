/** What is wanted soon, in the background: each once, however often it is asked for, and so many at a time. */

export interface BatchesParts {
  /** Most in one batch. */
  readonly size: number;
  readonly work: (batch: readonly string[]) => Promise<void>;
  /** Once it is aborted, no batch begins. */
  readonly signal: AbortSignal;
  /** Of a batch that failed; the next one begins all the same. */
  readonly onError: (thrown: unknown) => void;
}

/** One batch after the other, in the order in which they were asked for. */
export class Batches {
  readonly #parts: BatchesParts;
  readonly #wanted = new Set<string>();
  #running = false;

  constructor(parts: BatchesParts) {
    this.#parts = parts;
  }

  /** What waits already waits once; what is being worked on is worked on again, as it may have changed since. */
  want(ids: Iterable<string>): void {
    for (const id of ids) this.#wanted.add(id);
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    const { size, work, signal, onError } = this.#parts;
    this.#running = true;
    while (this.#wanted.size > 0 && !signal.aborted) {
      const batch = [...this.#wanted].slice(0, size);
      for (const id of batch) this.#wanted.delete(id);
      try {
        await work(batch);
      } catch (thrown) {
        if (!signal.aborted) onError(thrown);
      }
    }
    // In the same turn as the last look at what is wanted: who asks a moment later begins anew.
    this.#running = false;
  }
}
