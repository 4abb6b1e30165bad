/** Text and bytes. */
import { decodeText, encodeText } from './text.ts';
import type { Codec } from './xdrCodec.ts';
import { XdrError } from './xdrError.ts';

/** UTF-8 text; bytes that are none survive (`text.ts`). @param max bytes */
export function string(max: number): Codec<string> {
  return {
    encode: (writer, value) => writer.string(value, max),
    decode: (reader) => reader.string(max),
    shape: { kind: 'string', max },
  };
}

/** Text that repeats within and across messages (names of fields): the same string comes back without being made again. */
export function repeatedString(max: number): Codec<string> {
  return {
    encode: (writer, value) => writer.string(value, max),
    decode: (reader) => reader.repeatedString(max),
    shape: { kind: 'string', max },
  };
}

/** Bytes. @param max bytes */
export function opaque(max: number): Codec<Uint8Array> {
  return {
    encode: (writer, value) => writer.opaque(value, max),
    decode: (reader) => reader.bytes(reader.count(max, 1)),
    shape: { kind: 'opaque', max },
  };
}

export function fixedOpaque(length: number): Codec<Uint8Array> {
  return {
    encode: (writer, value) => {
      if (value.length !== length) throw new XdrError(`${value.length} bytes where ${length} are due`, writer.length);
      writer.bytes(value);
    },
    decode: (reader) => reader.bytes(length),
    shape: { kind: 'fixedOpaque', length },
  };
}

/** `char[]`: bytes that take 4 bytes each on the wire (SASL data). @param max bytes before widening */
export function charBytes(max: number): Codec<Uint8Array> {
  return {
    encode: (writer, value) => {
      if (value.length > max) throw new XdrError(`${value.length} bytes exceed ${max}`, writer.length);
      writer.uint(value.length);
      for (const byte of value) writer.int(byte);
    },
    decode: (reader) => reader.chars(reader.count(max, 4)),
    shape: { kind: 'charBytes', max },
  };
}

/** `char[]` that holds NUL-terminated text (security labels). */
export function charText(max: number): Codec<string> {
  return {
    encode: (writer, value) => {
      const bytes = encodeText(`${value}\0`);
      if (bytes.length > max) throw new XdrError(`${bytes.length} bytes exceed ${max}`, writer.length);
      writer.uint(bytes.length);
      for (const byte of bytes) writer.int(byte);
    },
    decode: (reader) => untilNul(reader.chars(reader.count(max, 4))),
    shape: { kind: 'charText', max },
  };
}

/** `char[length]` that holds text, filled with NULs. */
export function fixedCharText(length: number): Codec<string> {
  return {
    encode: (writer, value) => {
      const bytes = encodeText(value);
      if (bytes.length > length) throw new XdrError(`${bytes.length} bytes exceed ${length}`, writer.length);
      for (let at = 0; at < length; at++) writer.int(bytes[at] ?? 0);
    },
    decode: (reader) => untilNul(reader.chars(length)),
    shape: { kind: 'fixedCharText', length },
  };
}

function untilNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decodeText(Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)));
}
