/** SCRAM (RFC 5802; RFC 7677 for SHA-256) without channel binding. */
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { appError, type AppError } from '../../../shared/errors.ts';
import type { Credentials, SaslClient } from './saslClient.ts';
import { saslPrep } from './saslPrep.ts';

/** Mechanism -> its hash. */
const hashes = { 'SCRAM-SHA-512': 'sha512', 'SCRAM-SHA-256': 'sha256', 'SCRAM-SHA-1': 'sha1' } as const;
export type ScramMechanism = keyof typeof hashes;

/** RFC 7677 asks for 4096; the upper bound keeps a hostile server from occupying this machine. */
const iterationBounds = { least: 4096, most: 1_000_000 } as const;

/** "n": the client doesn't support channel binding; base64 of `n,,` is what the final message repeats. */
const GS2_HEADER = 'n,,';

const deriveKey = promisify(pbkdf2);

/** @param nonce printable, without comma; chosen here, but for tests */
export function scram(
  mechanism: ScramMechanism,
  { user, password }: Credentials,
  nonce = randomBytes(24).toString('base64'),
): SaslClient {
  const firstBare = `n=${saslPrep(user).replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
  const hash = hashes[mechanism];
  const hashBytes = createHash(hash).digest().length;
  const hmac = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest();
  const scramError = (raw: string): AppError =>
    appError('saslFailed', `${mechanism}: ${raw}`, { operation: 'libvirt.auth', raw, params: { mechanism } });
  let serverSignature: Buffer | undefined;
  let verified = false;

  const answerFirst = async (serverFirst: string): Promise<string> => {
    const { r: combined, s: salt, i: iterations, m: extension } = attributes(serverFirst);
    if (extension !== undefined) throw scramError('the server wants an extension that is not known');
    if (combined === undefined || salt === undefined || iterations === undefined) {
      throw scramError('the first message of the server is incomplete');
    }
    if (!combined.startsWith(nonce) || combined.length === nonce.length) {
      throw scramError("the server's nonce doesn't continue ours");
    }
    const count = Number(iterations);
    if (!Number.isInteger(count) || count < iterationBounds.least || count > iterationBounds.most) {
      throw scramError(`the server wants ${iterations} iterations`);
    }
    const salted = await deriveKey(saslPrep(password), Buffer.from(salt, 'base64'), count, hashBytes, hash);
    const clientKey = hmac(salted, 'Client Key');
    const withoutProof = `c=${Buffer.from(GS2_HEADER).toString('base64')},r=${combined}`;
    const authMessage = `${firstBare},${serverFirst},${withoutProof}`;
    const signature = hmac(createHash(hash).update(clientKey).digest(), authMessage);
    serverSignature = hmac(hmac(salted, 'Server Key'), authMessage);
    return `${withoutProof},p=${xor(clientKey, signature).toString('base64')}`;
  };

  const checkFinal = (serverFinal: string, expected: Buffer): void => {
    const { v: signature, e: error } = attributes(serverFinal);
    if (error !== undefined) throw scramError(error);
    const given = Buffer.from(signature ?? '', 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw scramError("the server doesn't know the password: its signature is wrong");
    }
    verified = true;
  };

  return {
    first: Buffer.from(`${GS2_HEADER}${firstBare}`),
    step: async (challenge) => {
      const text = Buffer.from(challenge).toString('utf8');
      if (serverSignature === undefined) return Buffer.from(await answerFirst(text));
      if (!verified) checkFinal(text, serverSignature);
      return new Uint8Array(0);
    },
    get complete() {
      return verified;
    },
  };
}

/** `r=...,s=...,i=...` by letter. */
function attributes(message: string): Readonly<Record<string, string>> {
  return Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)));
