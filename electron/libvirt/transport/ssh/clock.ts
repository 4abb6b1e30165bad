/** A time limit that stands still while somebody is asked: people may take as long as they like, servers not. */
export class Clock {
  readonly #ms: number;
  #expired: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #questions = 0;

  constructor(ms: number) {
    this.#ms = ms;
  }

  start(expired: () => void): void {
    this.#expired = expired;
    this.#wind();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#expired = undefined;
  }

  /** The limit starts anew after the answer. */
  async stopFor<T>(question: () => Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    this.#questions += 1;
    try {
      return await question();
    } finally {
      this.#questions -= 1;
      if (this.#questions === 0) this.#wind();
    }
  }

  #wind(): void {
    clearTimeout(this.#timer);
    if (this.#expired) this.#timer = setTimeout(this.#expired, this.#ms);
  }
}
