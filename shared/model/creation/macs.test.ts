import { expect, test } from 'vitest';
import { macAfter, qemuMac } from './macs.ts';

test.each([
  ['52:54:00:00:00:01', 0, '52:54:00:00:00:01'],
  ['52:54:00:00:00:FF', 1, '52:54:00:00:01:00'],
  ['52:54:00:ff:ff:ff', 1, '52:54:00:00:00:00'],
])('%s, %i later, is %s', (mac, steps, expected) => {
  expect(macAfter(mac, steps)).toBe(expected);
});

test("a random address is of QEMU's range", () => {
  expect(qemuMac(Uint8Array.of(0, 10, 255))).toBe('52:54:00:00:0a:ff');
});
