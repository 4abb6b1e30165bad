import { expect, test } from 'vitest';
import { formatOfHead } from './imageMagic.ts';

const image = (at: number, text: string): Uint8Array => {
  const bytes = new Uint8Array(512);
  bytes.set(
    Array.from(text, (byte) => byte.charCodeAt(0)),
    at,
  );
  return bytes;
};

test.each([
  ['qcow2', image(0, 'QFI\u00FB\0\0\0\u0003')],
  ['qcow2', image(0, 'QFI\u00FB\0\0\0\u0002')],
  ['vmdk', image(0, 'KDMV')],
  ['vdi', image(0x40, '\u007F\u0010\u00DA\u00BE')],
  ['vhdx', image(0, 'vhdxfile')],
  ['luks', image(0, 'LUKS\u00BA\u00BE')],
])('%s is known by its beginning', (format, head) => {
  expect(formatOfHead(head)).toBe(format);
});

test('what begins like none of them is raw, a short file too', () => {
  expect(formatOfHead(image(510, 'U\u00AA'))).toBe('raw');
  expect(formatOfHead(Uint8Array.of(0x51, 0x46))).toBe('raw');
});
