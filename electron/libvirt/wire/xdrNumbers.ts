/** Numbers, truth values, enums and flags. */
import type { Codec } from './xdrCodec.ts';
import { XdrError } from './xdrError.ts';

export const int: Codec<number> = {
  encode: (writer, value) => writer.int(value),
  decode: (reader) => reader.int(),
  shape: { kind: 'int' },
};

export const uint: Codec<number> = {
  encode: (writer, value) => writer.uint(value),
  decode: (reader) => reader.uint(),
  shape: { kind: 'uint' },
};

export const hyper: Codec<bigint> = {
  encode: (writer, value) => writer.hyper(value),
  decode: (reader) => reader.hyper(),
  shape: { kind: 'hyper' },
};

export const uhyper: Codec<bigint> = {
  encode: (writer, value) => writer.uhyper(value),
  decode: (reader) => reader.uhyper(),
  shape: { kind: 'uhyper' },
};

export const double: Codec<number> = {
  encode: (writer, value) => writer.double(value),
  decode: (reader) => reader.double(),
  shape: { kind: 'double' },
};

/** XDR's bool: 0 or 1, nothing else. */
export const bool: Codec<boolean> = {
  encode: (writer, value) => writer.uint(value ? 1 : 0),
  decode: (reader) => {
    const at = reader.offset;
    const value = reader.uint();
    if (value > 1) throw new XdrError(`bool has the value ${value}`, at);
    return value === 1;
  },
  shape: { kind: 'bool' },
};

/** A C int used as a truth value: anything but 0 is true. */
export const truth: Codec<boolean> = {
  encode: (writer, value) => writer.int(value ? 1 : 0),
  decode: (reader) => reader.int() !== 0,
  shape: { kind: 'truth' },
};

/** A C char widened to 4 bytes. Senders sign-extend; the low byte counts. */
export const char: Codec<number> = {
  encode: (writer, value) => writer.int(value),
  decode: (reader) => (reader.int() << 24) >> 24,
  shape: { kind: 'char' },
};

export const uchar: Codec<number> = {
  encode: (writer, value) => writer.uint(value),
  decode: (reader) => reader.uint() & 0xff,
  shape: { kind: 'uchar' },
};

export const ushort: Codec<number> = {
  encode: (writer, value) => writer.uint(value),
  decode: (reader) => reader.uint() & 0xffff,
  shape: { kind: 'ushort' },
};

/** An int that may have the values of `names` only. */
export function enumeration(names: Readonly<Record<string, number>>): Codec<number> {
  const values = Object.values(names);
  const check = (value: number, at: number): number => {
    if (!values.includes(value)) throw new XdrError(`${value} is none of ${values.join(', ')}`, at);
    return value;
  };
  return {
    encode: (writer, value) => writer.int(check(value, writer.length)),
    decode: (reader) => {
      const at = reader.offset;
      return check(reader.int(), at);
    },
    shape: { kind: 'enumeration', values },
  };
}

/** Flag bits of which some are always sent. */
export function flagsWith(always: number): Codec<number> {
  return {
    encode: (writer, value) => writer.uint((value | always) >>> 0),
    decode: (reader) => reader.uint(),
    shape: { kind: 'flags', always },
  };
}
