/** PPM to PNG (RFC 2083): older QEMU gives screenshots as portable pixmaps, which pages can't show. */
import { crc32, deflate } from 'node:zlib';
import { promisify } from 'node:util';
import { appError } from '../../../shared/errors.ts';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const compress = promisify(deflate);
/** Larger than any screen; a header that says more is not believed. */
const MAX_SIDE = 16384;

/**
 * @param ppm binary pixmap (P6) of 8 bits a channel
 * @throws AppError `protocolError` when it isn't one
 */
export async function pngFromPpm(ppm: Uint8Array): Promise<Uint8Array> {
  const { width, height, offset } = readHeader(ppm);
  const row = width * 3;
  const filtered = Buffer.alloc((row + 1) * height); // each row begins with its filter: 0, none
  for (let y = 0; y < height; y++)
    filtered.set(ppm.subarray(offset + y * row, offset + (y + 1) * row), y * (row + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB, deflate, adaptive filters, not interlaced
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', await compress(filtered, { level: 3 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** "P6", width, height, 255, each ended by white space; comments run from # to the end of the line. */
function readHeader(ppm: Uint8Array): { readonly width: number; readonly height: number; readonly offset: number } {
  const text = Buffer.from(ppm.subarray(0, 1024)).toString('latin1');
  const match = /^P6\s(?:\s|#[^\n]*\n)*(\d+)\s(?:\s|#[^\n]*\n)*(\d+)\s(?:\s|#[^\n]*\n)*255\s/.exec(text);
  const width = Number(match?.[1]);
  const height = Number(match?.[2]);
  const offset = match?.[0].length ?? 0;
  if (
    !(width > 0 && width <= MAX_SIDE && height > 0 && height <= MAX_SIDE) ||
    ppm.length < offset + width * height * 3
  ) {
    throw appError('protocolError', 'the screenshot is not a complete pixmap', {
      operation: 'domain.screenshot',
      raw: text.slice(0, 40),
    });
  }
  return { width, height, offset };
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}
