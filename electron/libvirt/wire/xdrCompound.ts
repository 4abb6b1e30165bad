/** Values made of values. */
import type { Codec, Shape, ValueOf } from './xdrCodec.ts';
import { XdrError } from './xdrError.ts';
import { bool } from './xdrNumbers.ts';
import type { XdrReader } from './xdrReader.ts';

/** So many items are decoded at one go where each of them is small: a pause between any two of them would cost more than they do. */
const FEW_ITEMS = 1024;

/** @param max items */
export function array<T>(item: Codec<T>, max: number): Codec<readonly T[]> {
  const smallest = smallestSize(item.shape);
  const decodeItems = (reader: XdrReader, count: number): readonly T[] => {
    const values: T[] = [];
    for (let left = count; left > 0; left--) values.push(item.decode(reader));
    return values;
  };
  return {
    encode: (writer, values) => {
      if (values.length > max) throw new XdrError(`${values.length} items exceed ${max}`, writer.length);
      writer.uint(values.length);
      for (const value of values) item.encode(writer, value);
    },
    decode: (reader) => decodeItems(reader, reader.count(max, smallest)),
    decodePaced: async (reader, pace) => {
      const count = reader.count(max, smallest);
      if (count <= FEW_ITEMS && !item.decodePaced) return decodeItems(reader, count);
      const values: T[] = [];
      for (let left = count; left > 0; left--) {
        values.push(item.decodePaced ? await item.decodePaced(reader, pace) : item.decode(reader));
        if (pace.due(reader.offset)) await pace.rest();
      }
      return values;
    },
    shape: { kind: 'array', item: item.shape, max },
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
  const members = Object.entries(fields);
  const codec: Codec<Record<string, unknown>> = {
    encode: (writer, value) => {
      for (const [name, member] of members) member.encode(writer, value[name]);
    },
    decode: (reader) => {
      const value: Record<string, unknown> = {};
      for (const [name, member] of members) value[name] = member.decode(reader);
      return value;
    },
    shape: { kind: 'struct', fields: members.map(([name, member]) => [name, member.shape]) },
  };
  if (!members.some(([, member]) => member.decodePaced)) return codec;
  return {
    ...codec,
    decodePaced: async (reader, pace) => {
      const value: Record<string, unknown> = {};
      for (const [name, member] of members) {
        value[name] = member.decodePaced ? await member.decodePaced(reader, pace) : member.decode(reader);
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
