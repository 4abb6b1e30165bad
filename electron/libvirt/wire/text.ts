/**
 * Text of the wire. libvirt says UTF-8 and checks nothing: a file name that an old locale left in a pool comes as the bytes it has. Each
 * byte that is no part of valid UTF-8 becomes a lone low surrogate U+DC80..U+DCFF, which no valid text contains, and that byte again when
 * it is sent (as Python's "surrogateescape", PEP 383): a name that was listed can be asked for. On a screen it shows as U+FFFD.
 */

/** What decoders put in place of what they can't read; it may also be there by itself. */
const REPLACEMENT = '\ufffd';
const ESCAPED = 0xdc00;

export function decodeText(bytes: Buffer, start = 0, end = bytes.length): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes(REPLACEMENT) ? decodeEscaping(bytes, start, end) : text;
}

export function encodeText(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text);
  const parts = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= ESCAPED + 0x80 && code <= ESCAPED + 0xff ? Buffer.of(code - ESCAPED) : Buffer.from(character);
  });
  return Buffer.concat(parts);
}

function decodeEscaping(bytes: Buffer, start: number, end: number): string {
  let text = '';
  let from = start;
  let at = start;
  while (at < end) {
    const length = sequence(bytes, at, end);
    if (length > 0) {
      at += length;
      continue;
    }
    text += bytes.toString('utf8', from, at) + String.fromCharCode(ESCAPED + (bytes[at] ?? 0));
    at += 1;
    from = at;
  }
  return text + bytes.toString('utf8', from, end);
}

/** Lowest and highest second byte by first byte, where it isn't 80..BF (Unicode 15, table 3-7). */
const secondBytes: Readonly<Record<number, readonly [number, number]>> = {
  0xe0: [0xa0, 0xbf],
  0xed: [0x80, 0x9f],
  0xf0: [0x90, 0xbf],
  0xf4: [0x80, 0x8f],
};

/** Bytes of the valid sequence that begins here; 0 where none does. */
function sequence(bytes: Buffer, at: number, end: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0 || at + length > end) return 0;
  const [low, high] = secondBytes[first] ?? [0x80, 0xbf];
  const second = bytes[at + 1] ?? 0;
  if (second < low || second > high) return 0;
  for (let next = at + 2; next < at + length; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
