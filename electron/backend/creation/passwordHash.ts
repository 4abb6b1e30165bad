/**
 * SHA-512 crypt, the `$6$` hashes of /etc/shadow, after U. Drepper's specification "Unix crypt using SHA-256 and SHA-512"
 * (akkadia.org/drepper/SHA-crypt.txt); the numbers in comments are its steps.
 */
import { createHash, randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';

const DEFAULT_ROUNDS = 5000;
const MIN_ROUNDS = 1000;
const MAX_ROUNDS = 999_999_999;
const SALT_LENGTH = 16;
/** After so many rounds, some milliseconds' worth, others get their turn. */
const ROUNDS_AT_ONCE = 500;

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A new salt: 16 characters of 6 random bits each. */
export const newSalt = (): string =>
  Array.from(randomBytes(SALT_LENGTH), (byte) => alphabet.charAt(byte & 63)).join('');

export interface HashOptions {
  /** Up to 16 characters without `$`; what is longer is cut off. */
  readonly salt?: string;
  /** 1000 to 999,999,999; what is beyond is brought there. Written into the hash only when given. */
  readonly rounds?: number;
}

/** The hash of a password for /etc/shadow, cloud-init and installers; other work goes on meanwhile. */
export async function sha512Crypt(password: string, options: HashOptions = {}): Promise<string> {
  const salt = (options.salt ?? newSalt()).slice(0, SALT_LENGTH);
  const rounds = Math.min(MAX_ROUNDS, Math.max(MIN_ROUNDS, options.rounds ?? DEFAULT_ROUNDS));
  const key = Buffer.from(password, 'utf8');
  const digest = await stretch(key, Buffer.from(salt, 'utf8'), rounds);
  const said = options.rounds === undefined ? '' : `rounds=${rounds}$`;
  return `$6$${said}${salt}$${encode(digest)}`;
}

async function stretch(key: Buffer, salt: Buffer, rounds: number): Promise<Buffer> {
  let digest = start(key, salt);
  const p = repeat(digestOf(...Array.from({ length: key.length }, () => key)), key.length); // 13 to 16
  const s = repeat(digestOf(...Array.from({ length: 16 + (digest[0] ?? 0) }, () => salt)), salt.length); // 17 to 20
  for (let round = 0; round < rounds; round += 1) {
    if (round % ROUNDS_AT_ONCE === 0) await turn();
    // 21
    const odd = round % 2 === 1;
    const hash = createHash('sha512').update(odd ? p : digest);
    if (round % 3 !== 0) hash.update(s);
    if (round % 7 !== 0) hash.update(p);
    digest = hash.update(odd ? digest : p).digest();
  }
  return digest;
}

/** Digest A (1 to 12). */
function start(key: Buffer, salt: Buffer): Buffer {
  const b = digestOf(key, salt, key); // 4 to 8
  const hash = createHash('sha512').update(key).update(salt).update(repeat(b, key.length)); // 2, 3, 9, 10
  for (let left = key.length; left > 0; left >>= 1) hash.update(left & 1 ? b : key); // 11
  return hash.digest();
}

function digestOf(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The bytes over and over, up to a length. */
function repeat(bytes: Buffer, length: number): Buffer {
  return Buffer.alloc(length, bytes);
}

/** Which three bytes make four characters (22): of each third of the digest the next byte, the thirds in turn. */
function encode(digest: Buffer): string {
  const at = (index: number): number => digest[index] ?? 0;
  const characters = (value: number, count: number): string =>
    Array.from({ length: count }, (_, index) => alphabet.charAt((value >> (6 * index)) & 63)).join('');
  const groups = Array.from({ length: 21 }, (_, index) => {
    const thirds = [index, index + 21, index + 42];
    const [high, middle, low] = [0, 1, 2].map((position) => at(thirds[(position + index) % 3] ?? 0));
    return characters(((high ?? 0) << 16) | ((middle ?? 0) << 8) | (low ?? 0), 4);
  });
  return groups.join('') + characters(at(63), 2);
}
