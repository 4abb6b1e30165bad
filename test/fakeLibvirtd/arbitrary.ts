/** Values of any wire type, derived from its codec. */
import fc from 'fast-check';
import type { Codec, Shape } from '../../electron/libvirt/wire/xdr.ts';

/** Short arrays and texts: what is tested is the shape, not the size. */
const MOST = 4;

export function valuesOf<T>(codec: Codec<T>): fc.Arbitrary<T> {
  return arbitraryOf(codec.shape) as fc.Arbitrary<T>;
}

function arbitraryOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'int':
      return fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    case 'uint':
      return fc.integer({ min: 0, max: 2 ** 32 - 1 });
    case 'flags':
      return fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((flags) => (flags | shape.always) >>> 0);
    case 'hyper':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case 'uhyper':
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    case 'double':
      return fc.double();
    case 'bool':
    case 'truth':
      return fc.boolean();
    case 'char':
      return fc.integer({ min: -128, max: 127 });
    case 'uchar':
      return fc.integer({ min: 0, max: 255 });
    case 'ushort':
      return fc.integer({ min: 0, max: 65_535 });
    case 'enumeration':
      return fc.constantFrom(...shape.values);
    case 'string':
    case 'charText':
      return textUpTo(shape.max - 1);
    case 'fixedCharText':
      return textUpTo(shape.length);
    case 'opaque':
    case 'charBytes':
      return fc.uint8Array({ maxLength: Math.min(shape.max, 9) });
    case 'fixedOpaque':
      return fc.uint8Array({ minLength: shape.length, maxLength: shape.length });
    case 'array':
      return fc.array(arbitraryOf(shape.item), { maxLength: Math.min(shape.max, MOST) });
    case 'optional':
      return fc.option(arbitraryOf(shape.value), { nil: undefined });
    case 'struct':
      return fc.record(Object.fromEntries(shape.fields.map(([name, field]) => [name, arbitraryOf(field)])));
    case 'union':
      return fc.oneof(
        ...shape.arms.map(({ type, value }) => fc.record({ type: fc.constant(type), value: arbitraryOf(value) })),
      );
  }
}

/** Text of any script, without NUL. @param max bytes */
function textUpTo(max: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .map((text) => text.replaceAll('\0', ''))
    .filter((text) => Buffer.byteLength(text) <= max);
}
