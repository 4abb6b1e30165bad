/** Two ports back to back in one process: for the desktop shell's own menus and notifications, and for tests. */
import { decode, encode } from './codec.ts';
import type { Wire } from './contract.ts';
import type { Port } from './port.ts';

class MemoryPort implements Port {
  #peer: MemoryPort | undefined;
  #open = true;
  #messageListener: ((message: Wire) => void) | undefined;
  #closeListener: (() => void) | undefined;
  /** Came before anybody listened. */
  readonly #early: Wire[] = [];

  join(peer: MemoryPort): void {
    this.#peer = peer;
  }

  send(message: Wire): void {
    if (!this.#open) return;
    // The same copy a WebSocket makes, so that nothing is shared and what may not cross a port doesn't cross this one either.
    const copy = decode(encode(message));
    queueMicrotask(() => this.#peer?.receive(copy));
  }

  onMessage(listener: (message: Wire) => void): void {
    this.#messageListener = listener;
    for (const message of this.#early.splice(0)) listener(message);
  }

  onClose(listener: () => void): void {
    this.#closeListener = listener;
  }

  close(): void {
    this.ended();
    queueMicrotask(() => this.#peer?.ended());
  }

  buffered(): number {
    return 0;
  }

  receive(message: Wire): void {
    if (!this.#open) return;
    if (this.#messageListener) this.#messageListener(message);
    else this.#early.push(message);
  }

  ended(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#closeListener?.();
  }
}

/** What one sends the other receives, later and in order. */
export function memoryPorts(): [Port, Port] {
  const one = new MemoryPort();
  const other = new MemoryPort();
  one.join(other);
  other.join(one);
  return [one, other];
}
