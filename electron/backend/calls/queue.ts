/** Items in order, for one reader who may be slow. Where several can be one, a Feed is the thing. */
export class Queue<T> {
  readonly #items: T[] = [];
  #ended: { readonly reason: Error | undefined } | undefined;
  #wake = (): void => undefined;

  push(item: T): void {
    this.#items.push(item);
    this.#wake();
  }

  /** The reader still gets what was pushed, then the end, or the reason as an error. Only the first end counts. */
  end(reason?: Error): void {
    this.#ended ??= { reason };
    this.#wake();
  }

  async *read(): AsyncGenerator<T, void, undefined> {
    for (;;) {
      yield* this.#items.splice(0);
      if (this.#items.length > 0) continue;
      if (this.#ended?.reason) throw this.#ended.reason;
      if (this.#ended) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
