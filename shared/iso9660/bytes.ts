/** How ISO 9660 writes numbers, texts and times (ECMA-119 7 and 8.4.26). */

export const SECTOR = 2048;

export const sectorsOf = (bytes: number): number => Math.ceil(bytes / SECTOR);

/** Writes fields of a structure at their offsets. */
export class FieldWriter {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  byte(at: number, value: number): void {
    this.#bytes[at] = value;
  }

  raw(at: number, bytes: Uint8Array | readonly number[]): void {
    this.#bytes.set(bytes, at);
  }

  ascii(at: number, text: string): void {
    this.#bytes.set(asciiBytes(text), at);
  }

  little32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  big32(at: number, value: number): void {
    this.#view.setUint32(at, value, false);
  }

  /** Both byte orders, one after the other (7.2.3). */
  both16(at: number, value: number): void {
    this.#view.setUint16(at, value, true);
    this.#view.setUint16(at + 2, value, false);
  }

  /** Both byte orders, one after the other (7.3.3). */
  both32(at: number, value: number): void {
    this.little32(at, value);
    this.big32(at + 4, value);
  }
}

export const asciiBytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** UCS-2 with the high byte first, as Joliet wants it. */
export const ucs2Bytes = (text: string): Uint8Array =>
  Uint8Array.from(
    [...text].flatMap((char) => {
      const code = char.charCodeAt(0);
      return [code >> 8, code & 0xff];
    }),
  );

/** All images say that they were made then, so that the same files make the same image: 2000-01-01, 00:00 UTC. */
export const recordedAt = {
  /** Years since 1900, month, day, hour, minute, second, offset from GMT (9.1.5). */
  short: [100, 1, 1, 0, 0, 0, 0],
  /** Digits down to hundredths of seconds, offset from GMT (8.4.26.1). */
  long: '2000010100000000\0',
  unspecified: '0000000000000000\0',
} as const;
