/** What of a command's standard error is kept: its last words say why it ended. Characters. */
const MAX = 4096;

export class Tail {
  #text = '';

  add(chunk: Buffer): void {
    this.#text = (this.#text + chunk.toString('utf8')).slice(-MAX);
  }

  get text(): string {
    return this.#text.trim();
  }
}
