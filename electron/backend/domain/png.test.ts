import { crc32, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pngFromPpm } from './png.ts';

const ppm = (header: string, ...bytes: number[]): Uint8Array =>
  Buffer.concat([Buffer.from(header, 'latin1'), Uint8Array.from(bytes)]);
const redGreen = [255, 0, 0, 0, 255, 0];

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}
function chunks(png: Uint8Array): readonly Chunk[] {
  const bytes = Buffer.from(png);
  const found: Chunk[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    found.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4) });
    at += length + 12;
  }
  return found;
}

test.each([
  ['P6\n2 1\n255\n', 'one line each'],
  ['P6 2 1 255 ', 'all on one line'],
  ['P6\n# by QEMU\n2 1\n# depth\n255\n', 'with comments'],
])('a pixmap of two pixels keeps its size and colours (%j, %s)', async (header) => {
  const png = await pngFromPpm(ppm(header, ...redGreen));
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  const [start, image, end] = chunks(png);
  expect([start?.type, image?.type, end?.type]).toEqual(['IHDR', 'IDAT', 'IEND']);
  expect(start?.data.readUInt32BE(0)).toBe(2);
  expect(start?.data.readUInt32BE(4)).toBe(1);
  expect([...inflateSync(image?.data ?? Buffer.alloc(0))]).toEqual([0, ...redGreen]);
});

test.each([['GIF89a'], ['P6\n2 1\n65535\n'], ['P6\n0 1\n255\n'], ['P6\n99999 99999\n255\n'], ['P6\n2 2\n255\n']])(
  'what is no complete 8-bit pixmap is refused: %j',
  async (header) => {
    await expect(pngFromPpm(ppm(header, ...redGreen))).rejects.toMatchObject({ code: 'protocolError' });
  },
);
