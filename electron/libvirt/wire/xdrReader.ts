/** Reads XDR values from one payload, with every length checked against what is there. */
import { decodeText } from './text.ts';
import { XdrError } from './xdrError.ts';

export class XdrReader {
  readonly #bytes: Buffer;
  /** The same, whose `slice` copies. */
  readonly #plain: Uint8Array;
  readonly #view: DataView;
  readonly #length: number;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#length = bytes.byteLength;
  }

  get offset(): number {
    return this.#offset;
  }

  get left(): number {
    return this.#length - this.#offset;
  }

  int(): number {
    return this.#view.getInt32(this.#take(4));
  }

  uint(): number {
    return this.#view.getUint32(this.#take(4));
  }

  hyper(): bigint {
    return this.#view.getBigInt64(this.#take(8));
  }

  uhyper(): bigint {
    return this.#view.getBigUint64(this.#take(8));
  }

  double(): number {
    return this.#view.getFloat64(this.#take(8));
  }

  /** A count of items of at least `size` bytes each. */
  count(max: number, size: number): number {
    const at = this.#offset;
    const count = this.uint();
    if (count > max) throw new XdrError(`length ${count} exceeds ${max}`, at);
    if (count * size > this.left) throw new XdrError(`length ${count} exceeds the ${this.left} bytes left`, at);
    return count;
  }

  /** Bytes and their padding; a copy. */
  bytes(length: number): Uint8Array {
    const at = this.#take(length);
    this.#pad(length);
    return this.#plain.slice(at, at + length);
  }

  /** Bytes that take 4 bytes each; the low ones. */
  chars(length: number): Uint8Array {
    const at = this.#take(length * 4);
    const chars = new Uint8Array(length);
    for (let i = 0; i < length; i++) chars[i] = this.#bytes[at + i * 4 + 3] ?? 0;
    return chars;
  }

  string(max: number): string {
    const length = this.count(max, 1);
    const at = this.#take(length);
    this.#pad(length);
    return text(this.#bytes, at, at + length);
  }

  repeatedString(max: number): string {
    const length = this.count(max, 1);
    const at = this.#take(length);
    this.#pad(length);
    return length > LONGEST_REPEATED ? text(this.#bytes, at, at + length) : repeated(this.#bytes, at, length);
  }

  /** Passes over numbers. @param length bytes, a multiple of 4 */
  skip(length: number): void {
    this.#take(length);
  }

  /** Passes over text without making it. */
  skipString(max: number): void {
    const length = this.count(max, 1);
    this.#take(length);
    this.#pad(length);
  }

  /** @throws XdrError unless everything was read */
  end(): void {
    if (this.left > 0) throw new XdrError(`${this.left} bytes too many`, this.#offset);
  }

  #take(length: number): number {
    const at = this.#offset;
    if (length > this.#length - at) throw new XdrError(`ends ${length - this.left} bytes too early`, at);
    this.#offset = at + length;
    return at;
  }

  /** Padding should be zeros; libvirt's own decoder doesn't look at it either. */
  #pad(length: number): void {
    this.#take((4 - (length & 3)) & 3);
  }
}

/** Below this, putting characters together beats a call into the runtime. */
const SHORT_TEXT = 16;

function text(bytes: Buffer, start: number, end: number): string {
  if (end - start > SHORT_TEXT) return decodeText(bytes, start, end);
  let result = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x7f) return decodeText(bytes, start, end);
    result += String.fromCharCode(byte);
  }
  return result;
}

const LONGEST_REPEATED = 80;

/** One place per hash; a name that hashes alike takes it over, so the table never grows. */
const REPEATED_PLACES = 4096;
const repeatedText: (string | undefined)[] = Array.from({ length: REPEATED_PLACES });

function repeated(bytes: Buffer, start: number, length: number): string {
  let hash = length;
  for (let at = start; at < start + length; at++) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  const place = (hash ^ (hash >>> 12)) & (REPEATED_PLACES - 1);
  const known = repeatedText[place];
  if (known !== undefined && known.length === length && sameText(known, bytes, start)) return known;
  const made = decodeText(bytes, start, start + length);
  repeatedText[place] = made;
  return made;
}

/** Only ever true for ASCII: other bytes are no character codes. */
function sameText(known: string, bytes: Buffer, start: number): boolean {
  for (let at = 0; at < known.length; at++) {
    const byte = bytes[start + at] ?? 0;
    if (byte > 0x7f || known.charCodeAt(at) !== byte) return false;
  }
  return true;
}
