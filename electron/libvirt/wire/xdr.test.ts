import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesOf } from '../../../test/fakeLibvirtd/arbitrary.ts';
import {
  array,
  char,
  charBytes,
  charText,
  decodeAll,
  double,
  enumeration,
  fixedCharText,
  fixedOpaque,
  flagsWith,
  hyper,
  int,
  opaque,
  optional,
  repeatedString,
  string,
  struct,
  truth,
  uchar,
  uhyper,
  uint,
  union,
  ushort,
  XdrError,
  XdrReader,
  XdrWriter,
  type Codec,
} from './xdr.ts';
import { bool } from './xdrNumbers.ts';

function bytesOf<T>(codec: Codec<T>, value: T): Buffer {
  const writer = new XdrWriter(8);
  codec.encode(writer, value);
  return writer.take();
}

function read<T>(codec: Codec<T>, bytes: Uint8Array): T {
  return decodeAll(codec, new XdrReader(bytes));
}

function outcomeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    if (!(thrown instanceof XdrError)) return thrown;
  }
  return 'value or XdrError';
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

const samples: Readonly<Record<string, Codec<unknown>>> = {
  int,
  uint,
  hyper,
  uhyper,
  double,
  bool,
  truth,
  char,
  uchar,
  ushort,
  enumeration: enumeration({ none: 0, sasl: 1, polkit: 2 }),
  flags: flagsWith(4),
  string: string(100),
  repeatedString: repeatedString(100),
  opaque: opaque(100),
  fixedOpaque: fixedOpaque(16),
  charBytes: charBytes(100),
  charText: charText(100),
  fixedCharText: fixedCharText(32),
  array: array(string(10), 100),
  optional: optional(string(10)),
  struct: struct({ name: string(10), id: int, note: optional(string(10)) }),
  union: union({ int: [1, int], string: [7, string(10)] }),
};

describe.each(Object.entries(samples))('XDR %s', (_, codec) => {
  it('reads back what it wrote, in whole words, with nothing left over', () => {
    fc.assert(
      fc.property(valuesOf(codec), (value) => {
        const bytes = bytesOf(codec, value);
        expect(bytes.length % 4).toBe(0);
        expect(read(codec, bytes)).toEqual(value);
      }),
    );
  });

  it('refuses a payload that ends too early or goes on too long', () => {
    fc.assert(
      fc.property(valuesOf(codec), fc.nat(), (value, cut) => {
        const bytes = bytesOf(codec, value);
        expect(() => read(codec, bytes.subarray(0, cut % bytes.length))).toThrow(XdrError);
        expect(() => read(codec, Buffer.concat([bytes, Buffer.alloc(4)]))).toThrow('4 bytes too many');
      }),
    );
  });

  it('never does anything but give a value or an XdrError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(outcomeOf(() => read(codec, bytes))).toBe('value or XdrError');
      }),
    );
  });
});

describe('XDR on the wire', () => {
  it('is big endian and pads with zeros to four bytes', () => {
    expect(bytesOf(int, -2)).toEqual(hex('fffffffe'));
    expect(bytesOf(uhyper, 0x0102030405060708n)).toEqual(hex('0102030405060708'));
    expect(bytesOf(string(9), 'abcde')).toEqual(hex('00000005 6162636465 000000'));
    expect(bytesOf(optional(int), undefined)).toEqual(hex('00000000'));
    expect(bytesOf(array(int, 2), [7, 8])).toEqual(hex('00000002 00000007 00000008'));
  });

  it('widens each char to four bytes, inside arrays too, and takes the low byte of a sign-extended one', () => {
    expect(bytesOf(charBytes(9), Buffer.of(1, 0xe9))).toEqual(hex('00000002 00000001 000000e9'));
    expect(read(charBytes(9), hex('00000001 ffffffe9'))).toEqual(Uint8Array.of(0xe9));
    expect(bytesOf(fixedCharText(32), 'x86_64')).toHaveLength(128);
    expect(read(uchar, hex('ffffff85'))).toBe(0x85);
    expect(read(char, hex('ffffffff'))).toBe(-1);
  });

  it('leaves the NUL of C text out of labels', () => {
    expect(read(charText(9), hex('00000003 00000061 00000062 00000000'))).toBe('ab');
  });

  it('refuses a length beyond the bound before it makes room for it', () => {
    expect(() => read(string(10), hex('0000000b'))).toThrow('length 11 exceeds 10');
    expect(() => read(opaque(2 ** 31), hex('7fffffff 00000000'))).toThrow('exceeds the 4 bytes left');
    expect(() => read(array(struct({ a: hyper, b: int }), 2 ** 31), hex('00000002 00000000'))).toThrow('bytes left');
  });

  it('refuses an unknown arm of a union, a bool beyond 1 and a value that an enum does not have', () => {
    expect(() => read(union({ int: [1, int] }), hex('00000002 00000000'))).toThrow('no arm 2');
    expect(() => read(union({ int: [1, int] }), hex('ffffffff 00000000'))).toThrow('no arm -1');
    expect(() => read(bool, hex('00000002'))).toThrow('bool has the value 2');
    expect(() => read(enumeration({ none: 0 }), hex('00000003'))).toThrow('3 is none of 0');
  });

  it('says where in the payload it went wrong', () => {
    const codec = struct({ id: int, name: string(4) });
    expect(() => read(codec, hex('00000001 00000009'))).toThrow(expect.objectContaining({ offset: 4 }));
  });

  it('refuses to write what does not fit its type', () => {
    expect(() => bytesOf(int, 2 ** 31)).toThrow(XdrError);
    expect(() => bytesOf(int, 1.5)).toThrow(XdrError);
    expect(() => bytesOf(uint, -1)).toThrow(XdrError);
    expect(() => bytesOf(uhyper, -1n)).toThrow(XdrError);
    expect(() => bytesOf(hyper, 2n ** 63n)).toThrow(XdrError);
    expect(() => bytesOf(string(3), 'abcd')).toThrow('4 bytes exceed 3');
    expect(() => bytesOf(string(9), 'a\0b')).toThrow('NUL');
    expect(() => bytesOf(array(int, 1), [1, 2])).toThrow('2 items exceed 1');
    expect(() => bytesOf(fixedOpaque(16), Buffer.alloc(15))).toThrow('15 bytes where 16 are due');
  });

  it('decodes with pauses what it decodes at once', async () => {
    const codec = array(struct({ name: string(20), values: array(uhyper, 10_000) }), 10_000);
    const long = Array.from({ length: 3000 }, (_, at) => BigInt(at));
    const value = Array.from({ length: 2000 }, (_, at) => ({ name: `n${at}`, values: at === 7 ? long : [1n, 2n] }));
    let rests = 0;
    const pace = { due: () => true, rest: () => Promise.resolve(void rests++) };
    const reader = new XdrReader(bytesOf(codec, value));
    expect(await codec.decodePaced?.(reader, pace)).toEqual(value);
    reader.end();
    expect(rests).toBe(2000 + 3000); // a short list within is not worth a pause
  });

  it('gives back the same string for a name that repeats, and never a wrong one', () => {
    const codec = array(repeatedString(100), 10_000);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 90 }), { maxLength: 30 }), (names) => {
        const clean = names.map((name) => name.replaceAll('\0', '')).filter((name) => Buffer.byteLength(name) <= 100);
        expect(read(codec, bytesOf(codec, clean))).toEqual(clean);
        expect(read(codec, bytesOf(codec, clean))).toEqual(clean);
      }),
    );
  });
});
