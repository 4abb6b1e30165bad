/** What may still be sent before the reader grants more. One sender waits on it at a time. */
import { appError } from '../errors.ts';

export class Credit {
  readonly #window: number;
  #left: number;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(window: number) {
    this.#window = window;
    this.#left = window;
  }

  /** The reader has taken `count`. Throws `protocolError` when that is more than was ever sent. */
  grant(count: number): void {
    if (this.#left + count > this.#window) throw appError('protocolError', `${count} granted beyond the window`);
    this.#left += count;
    this.#resume();
  }

  /** Waits for room and takes 1 to `most` of it; 0 when there will be no more. */
  async take(most: number): Promise<number> {
    while (this.#left === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#ended) return 0;
    const taken = Math.min(this.#left, most);
    this.#left -= taken;
    return taken;
  }

  /** Whoever waits gets 0. */
  end(): void {
    this.#ended = true;
    this.#resume();
  }

  #resume(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
