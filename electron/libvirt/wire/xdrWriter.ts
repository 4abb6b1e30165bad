/** Writes XDR values into a buffer that grows. */
import { encodeText } from './text.ts';
import { XdrError } from './xdrError.ts';

export class XdrWriter {
  #bytes: Buffer;
  #view: DataView;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = Buffer.alloc(capacity);
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, capacity);
  }

  /** Bytes written. */
  get length(): number {
    return this.#length;
  }

  int(value: number): void {
    if (value !== (value | 0)) throw new XdrError(`${value} is no 32-bit integer`, this.#length);
    const at = this.#room(4);
    this.#view.setInt32(at, value);
  }

  uint(value: number): void {
    if (value !== value >>> 0) throw new XdrError(`${value} is no unsigned 32-bit integer`, this.#length);
    const at = this.#room(4);
    this.#view.setUint32(at, value);
  }

  hyper(value: bigint): void {
    if (value !== BigInt.asIntN(64, value)) throw new XdrError(`${value} is no 64-bit integer`, this.#length);
    const at = this.#room(8);
    this.#view.setBigInt64(at, value);
  }

  uhyper(value: bigint): void {
    if (value !== BigInt.asUintN(64, value)) throw new XdrError(`${value} is no unsigned 64-bit integer`, this.#length);
    const at = this.#room(8);
    this.#view.setBigUint64(at, value);
  }

  double(value: number): void {
    const at = this.#room(8);
    this.#view.setFloat64(at, value);
  }

  /** Bytes and their padding, without a length. */
  bytes(value: Uint8Array): void {
    const padded = (value.length + 3) & ~3;
    const at = this.#room(padded);
    this.#bytes.set(value, at);
    this.#bytes.fill(0, at + value.length, at + padded);
  }

  opaque(value: Uint8Array, max: number): void {
    if (value.length > max) throw new XdrError(`${value.length} bytes exceed ${max}`, this.#length);
    this.uint(value.length);
    this.bytes(value);
  }

  string(value: string, max: number): void {
    // A C string ends at NUL: what follows would be dropped silently.
    if (value.includes('\0')) throw new XdrError('text contains a NUL', this.#length);
    this.opaque(encodeText(value), max);
  }

  /** A copy of what was written; the writer starts anew. */
  take(): Buffer {
    const bytes = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return bytes;
  }

  /** Forgets what was written. */
  clear(): void {
    this.#length = 0;
  }

  #room(length: number): number {
    const at = this.#length;
    const needed = at + length;
    if (needed > this.#bytes.length) {
      const bytes = Buffer.alloc(Math.max(needed, this.#bytes.length * 2));
      bytes.set(this.#bytes.subarray(0, at));
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.#length = needed;
    return at;
  }
}
