import { expect, test } from 'vitest';
import { sameUuid, uuidBytes, uuidText } from './uuid.ts';

const text = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
const bytes = Uint8Array.from([
  0x0a, 0x1b, 0x2c, 0x3d, 0x4e, 0x5f, 0x60, 0x71, 0x82, 0x93, 0xa4, 0xb5, 0xc6, 0xd7, 0xe8, 0xf9,
]);

test('bytes and text are the same UUID', () => {
  expect(uuidText(bytes)).toBe(text);
  expect(sameUuid(uuidBytes(text), bytes)).toBe(true);
});

test('capital letters and missing hyphens make no other UUID', () => {
  expect(uuidText(uuidBytes(text.toUpperCase().replaceAll('-', '')))).toBe(text);
});

test('bytes inside a larger frame are read from where they lie', () => {
  const frame = new Uint8Array(32);
  frame.set(bytes, 9);
  expect(uuidText(frame.subarray(9, 25))).toBe(text);
  expect(sameUuid(frame.subarray(9, 25), bytes)).toBe(true);
});

test('one other byte makes another UUID', () => {
  expect(sameUuid(bytes.with(15, 0), bytes)).toBe(false);
});
