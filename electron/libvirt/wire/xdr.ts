/**
 * XDR (RFC 4506) as libvirt uses it. A {@link Codec} reads and writes one wire type; codecs are combined into structs, arrays and
 * unions, and the TypeScript type of a value follows from its codec.
 *
 * Everything is big endian and padded with zeros to 4 bytes. `char`, `unsigned char` and `short` take 4 bytes each, inside arrays too
 * (scripts/rpcgen/rpcgen/generator.py).
 */
import type { XdrReader } from './xdrReader.ts';
import type { XdrWriter } from './xdrWriter.ts';
import { XdrError } from './xdrError.ts';

export { XdrError } from './xdrError.ts';
export { XdrReader } from './xdrReader.ts';
export { XdrWriter } from './xdrWriter.ts';

export interface Codec<T> {
  encode(writer: XdrWriter, value: T): void;
  decode(reader: XdrReader): T;
  /** Present where a value may be large: decodes it with pauses, so that the event loop stays free. Gives what `decode` gives. */
  decodePaced?(reader: XdrReader, pace: Pace): Promise<T>;
  /** What the codec carries, as data: tests derive values from it. */
  readonly shape: Shape;
}

/** Says when a long decoding should let others run. */
export interface Pace {
  /** Cheap enough to ask for every item. */
  due(): boolean;
  rest(): Promise<void>;
}

export type Shape =
  | { readonly kind: 'int' | 'uint' | 'hyper' | 'uhyper' | 'double' | 'bool' | 'char' | 'uchar' | 'ushort' | 'truth' }
  | { readonly kind: 'enumeration'; readonly values: readonly number[] }
  | { readonly kind: 'flags'; readonly always: number }
  | { readonly kind: 'string' | 'opaque' | 'charText' | 'charBytes'; readonly max: number }
  | { readonly kind: 'fixedOpaque' | 'fixedCharText'; readonly length: number }
  | { readonly kind: 'array'; readonly item: Shape; readonly max: number }
  | { readonly kind: 'fixedArray'; readonly item: Shape; readonly length: number }
  | { readonly kind: 'optional'; readonly value: Shape }
  | { readonly kind: 'struct'; readonly fields: readonly (readonly [name: string, shape: Shape])[] }
  | { readonly kind: 'union'; readonly arms: readonly { readonly type: string; readonly value: Shape }[] };

/** The type of the values a codec carries. */
export type ValueOf<C> = C extends { decode(reader: XdrReader): infer T } ? T : never;

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

/** UTF-8 text. @param max bytes */
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
      const bytes = Buffer.from(`${value}\0`);
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
      const bytes = Buffer.from(value);
      if (bytes.length > length) throw new XdrError(`${bytes.length} bytes exceed ${length}`, writer.length);
      for (let at = 0; at < length; at++) writer.int(bytes[at] ?? 0);
    },
    decode: (reader) => untilNul(reader.chars(length)),
    shape: { kind: 'fixedCharText', length },
  };
}

function untilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

/** @param max items */
export function array<T>(item: Codec<T>, max: number): Codec<readonly T[]> {
  const smallest = smallestSize(item.shape);
  return {
    encode: (writer, values) => {
      if (values.length > max) throw new XdrError(`${values.length} items exceed ${max}`, writer.length);
      writer.uint(values.length);
      for (const value of values) item.encode(writer, value);
    },
    decode: (reader) => {
      const count = reader.count(max, smallest);
      const values: T[] = [];
      for (let left = count; left > 0; left--) values.push(item.decode(reader));
      return values;
    },
    decodePaced: async (reader, pace) => {
      const count = reader.count(max, smallest);
      const values: T[] = [];
      for (let left = count; left > 0; left--) {
        values.push(item.decodePaced ? await item.decodePaced(reader, pace) : item.decode(reader));
        if (pace.due()) await pace.rest();
      }
      return values;
    },
    shape: { kind: 'array', item: item.shape, max },
  };
}

export function fixedArray<T>(item: Codec<T>, length: number): Codec<readonly T[]> {
  return {
    encode: (writer, values) => {
      if (values.length !== length) throw new XdrError(`${values.length} items where ${length} are due`, writer.length);
      for (const value of values) item.encode(writer, value);
    },
    decode: (reader) => Array.from({ length }, () => item.decode(reader)),
    shape: { kind: 'fixedArray', item: item.shape, length },
  };
}

/** XDR's pointer: may be absent. */
export function optional<T>(value: Codec<T>): Codec<T | undefined> {
  return {
    encode: (writer, content) => {
      bool.encode(writer, content !== undefined);
      if (content !== undefined) value.encode(writer, content);
    },
    decode: (reader) => (bool.decode(reader) ? value.decode(reader) : undefined),
    shape: { kind: 'optional', value: value.shape },
  };
}

/** Name -> codec, in wire order. */
export type Fields = Readonly<Record<string, Codec<unknown>>>;

type OptionalKeys<F> = { [K in keyof F]: undefined extends ValueOf<F[K]> ? K : never }[keyof F];

/** The value of a struct. What the protocol makes optional may be left out. */
export type StructOf<F> = Flat<
  { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]> } & {
    readonly [K in OptionalKeys<F>]?: ValueOf<F[K]> | undefined;
  }
>;
type Flat<T> = { [K in keyof T]: T[K] };

export function struct<F extends Fields>(fields: F): Codec<StructOf<F>>;
export function struct(fields: Fields): Codec<Record<string, unknown>> {
  const names = Object.keys(fields);
  const codecs = Object.values(fields);
  const codec: Codec<Record<string, unknown>> = {
    encode: (writer, value) => {
      for (const [at, each] of codecs.entries()) each.encode(writer, value[names[at] ?? '']);
    },
    decode: (reader) => {
      const value: Record<string, unknown> = {};
      let at = 0;
      for (const each of codecs) value[names[at++] ?? ''] = each.decode(reader);
      return value;
    },
    shape: { kind: 'struct', fields: names.map((name, at) => [name, codecs[at]?.shape ?? int.shape]) },
  };
  if (!codecs.some((each) => each.decodePaced)) return codec;
  return {
    ...codec,
    decodePaced: async (reader, pace) => {
      const value: Record<string, unknown> = {};
      for (const [at, each] of codecs.entries()) {
        value[names[at] ?? ''] = each.decodePaced ? await each.decodePaced(reader, pace) : each.decode(reader);
      }
      return value;
    },
  };
}

type Arms = Readonly<Record<string, readonly [wireValue: number, codec: Codec<unknown>]>>;

/** The value of a union: `type` names the arm. */
export type UnionOf<A extends Arms> = {
  [K in keyof A]: { readonly type: K; readonly value: ValueOf<A[K][1]> };
}[keyof A];

/** A union switched by an int, without a default arm: an unknown one is an error. */
export function union<A extends Arms>(arms: A): Codec<UnionOf<A>>;
export function union(arms: Arms): Codec<{ readonly type: string; readonly value: unknown }> {
  const byWireValue: (readonly [string, Codec<unknown>])[] = [];
  for (const [type, [wireValue, codec]] of Object.entries(arms)) byWireValue[wireValue] = [type, codec];
  return {
    encode: (writer, { type, value }) => {
      const arm = arms[type];
      if (arm === undefined) throw new XdrError(`a union has no arm ${type}`, writer.length);
      writer.int(arm[0]);
      arm[1].encode(writer, value);
    },
    decode: (reader) => {
      const at = reader.offset;
      const wireValue = reader.int();
      const arm = byWireValue[wireValue];
      if (arm === undefined) throw new XdrError(`a union has no arm ${wireValue}`, at);
      return { type: arm[0], value: arm[1].decode(reader) };
    },
    shape: {
      kind: 'union',
      arms: Object.entries(arms).map(([type, [, codec]]) => ({ type, value: codec.shape })),
    },
  };
}

/** The least bytes a value takes: a count can't promise more items than bytes are left for. */
function smallestSize(shape: Shape): number {
  switch (shape.kind) {
    case 'hyper':
    case 'uhyper':
    case 'double':
      return 8;
    case 'fixedOpaque':
      return Math.ceil(shape.length / 4) * 4;
    case 'fixedCharText':
      return shape.length * 4;
    case 'fixedArray':
      return shape.length * smallestSize(shape.item);
    case 'struct':
      return shape.fields.reduce((sum, [, field]) => sum + smallestSize(field), 0);
    case 'union':
      return 4 + Math.min(...shape.arms.map(({ value }) => smallestSize(value)));
    case 'int':
    case 'uint':
    case 'bool':
    case 'truth':
    case 'char':
    case 'uchar':
    case 'ushort':
    case 'enumeration':
    case 'flags':
    case 'string':
    case 'opaque':
    case 'charText':
    case 'charBytes':
    case 'array':
    case 'optional':
      return 4;
  }
}

/** A whole payload; bytes left over are an error. */
export function decodeAll<T>(codec: Codec<T>, reader: XdrReader): T {
  const value = codec.decode(reader);
  reader.end();
  return value;
}
