/**
 * A cpio archive in the "newc" format, as the Linux kernel unpacks it into its first file system: appended to an initrd, its files
 * join those that are there (kernel documentation, driver-api/early-userspace/buffer-format).
 */

export interface CpioFile {
  readonly name: string;
  readonly data: Uint8Array;
}

const REGULAR_FILE = 0o100_600;
const TRAILER = 'TRAILER!!!';
/** Archives are aligned to that much when several follow each other; more than the kernel asks for, and as cpio does it. */
const BLOCK = 512;

/** The same files make the same bytes. Files are root's, and readable to root alone. */
export function cpioArchive(files: readonly CpioFile[]): Uint8Array {
  const parts = [
    ...files.flatMap(({ name, data }, index) => [header(name, data.length, index + 1), padded(data, 4)]),
    header(TRAILER, 0, 0),
  ];
  const bytes = new Uint8Array(
    roundUp(
      parts.reduce((sum, { length }) => sum + length, 0),
      BLOCK,
    ),
  );
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What has to be between an initrd of that length and an archive after it. */
export const paddingAfter = (length: number): Uint8Array => new Uint8Array(roundUp(length, BLOCK) - length);

const roundUp = (length: number, unit: number): number => Math.ceil(length / unit) * unit;

function padded(bytes: Uint8Array, unit: number): Uint8Array {
  const result = new Uint8Array(roundUp(bytes.length, unit));
  result.set(bytes);
  return result;
}

/** Fields of eight hexadecimal digits, then the name with a zero after it. */
function header(name: string, size: number, inode: number): Uint8Array {
  const encoded = new TextEncoder().encode(`${name}\0`);
  const fields = [
    inode,
    inode === 0 ? 0 : REGULAR_FILE,
    0, // owner
    0, // group
    1, // links
    0, // time of last change
    size,
    0, // major and minor number of the device it is on
    0,
    0, // and of the device it is
    0,
    encoded.length,
    0, // checksum: none in this format
  ];
  const text = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
  const start = new TextEncoder().encode(text);
  const bytes = new Uint8Array(start.length + encoded.length);
  bytes.set(start);
  bytes.set(encoded, start.length);
  return padded(bytes, 4);
}
