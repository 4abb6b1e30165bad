import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, encodeText } from './text.ts';

test('any bytes come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(Uint8Array.from(encodeText(decodeText(Buffer.from(bytes))))).toEqual(bytes);
    }),
  );
});

test('valid text is what it says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(decodeText(Buffer.from(text))).toBe(text);
      expect(encodeText(text)).toEqual(Buffer.from(text));
    }),
  );
});

test('a name of an old locale keeps its bytes, and shows the rest of its letters', () => {
  const name = Buffer.concat([Buffer.from([0xd0, 0xbd, 0xa8, 0xce]), Buffer.from('.qcow2')]);
  expect(decodeText(name)).toBe('н\udca8\udcce.qcow2');
  expect(encodeText(decodeText(name))).toEqual(name);
});

test.each([
  ['an overlong slash', [0xc0, 0xaf]],
  ['a surrogate', [0xed, 0xb2, 0x80]],
  ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ['a sequence that is cut off', [0xe2, 0x82]],
])('%s is no text: its bytes are kept', (_what, bytes) => {
  expect(decodeText(Buffer.from(bytes))).toBe(String.fromCharCode(...bytes.map((byte) => 0xdc00 + byte)));
});

test('the replacement character itself stays what it is', () => {
  expect(decodeText(Buffer.from('a\ufffdb'))).toBe('a\ufffdb');
});
