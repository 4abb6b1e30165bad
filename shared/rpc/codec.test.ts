import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compact, decode, encode } from './codec.ts';
import type { Wire } from './contract.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Any message that a port may carry. */
const { message } = fc.letrec<{ message: Wire }>((tie) => ({
  message: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(tie('message'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'length', '0')), tie('message'), {
      maxKeys: 5,
    }),
  ),
}));

const errorOf = (act: () => unknown): string => {
  try {
    act();
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  return 'nothing was thrown';
};

describe('a message as a frame', () => {
  test('comes back as it was, whatever keys it has', () => {
    fc.assert(
      fc.property(message, (value) => {
        expect(decode(encode(value))).toEqual(value);
      }),
    );
  });

  test('is text as long as there are no bytes in it', () => {
    expect(encode(['call', 1, 'a.b', { host: 'h' }])).toBe('["call",1,"a.b",{"host":"h"}]');
    expect(encode(['data', 1, bytes(1)])).toBeInstanceOf(Uint8Array);
  });

  test('carries a Node Buffer as the bytes it shows, and gives bytes a buffer of their own', () => {
    const decoded = decode(encode([Buffer.from('pool').subarray(1, 3)]));
    expect(decoded).toEqual([bytes(111, 111)]);
    const again = decode(Buffer.from(encode([bytes(1, 2)])));
    expect(again).toEqual([bytes(1, 2)]);
    expect(Array.isArray(again) && again[0] instanceof Uint8Array && again[0].buffer.byteLength).toBe(2);
  });

  test('refuses what JSON has no place for', () => {
    expect(() => encode({ big: 1n as unknown as number })).toThrow(TypeError);
  });
});

describe('a frame that is malformed', () => {
  const frame = (header: unknown, ...rest: number[]): Uint8Array => {
    const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, text.length);
    return Uint8Array.from([...length, ...text, ...rest]);
  };

  test.each([
    ['{', /not JSON/],
    [bytes(), /header longer/],
    [bytes(0, 0, 0, 9, 1), /header longer/],
    [frame('{'), /not JSON/],
    [frame([1]), /not \[message, places\]/],
    [frame([null, [['x']]], 1), /malformed place/],
    [frame([null, [[-1]]]), /malformed place/],
    [frame([null, [[2]]], 1), /fewer bytes/],
    [frame([null, [[1]]], 1, 2), /more bytes/],
    [frame([{ a: 1 }, [[1, 'a']]], 1), /where there is none/],
    [frame([{}, [[1, '__proto__']]], 1), /where there is none/],
    [frame([{}, [[1, 'constructor', 'prototype']]], 1), /where there is none/],
    [frame([[null], [[1, 'length']]], 1), /where there is none/],
  ])('says what is wrong with it: %s', (broken, message) => {
    expect(errorOf(() => decode(broken))).toMatch(message);
  });

  test('never throws anything but protocolError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        expect(errorOf(() => decode(noise))).toMatch(/^(the other side of the port sent|nothing was thrown)/);
      }),
    );
  });
});

test('a message for a structured clone takes no more than its own bytes along', () => {
  const pool = new Uint8Array(1000);
  const loose = compact(['data', 1, pool.subarray(10, 12)]);
  expect(Array.isArray(loose) && loose[2] instanceof Uint8Array && loose[2].buffer.byteLength).toBe(2);
  const whole: Wire = ['data', 1, pool];
  expect(compact(whole)).toBe(whole);
});
