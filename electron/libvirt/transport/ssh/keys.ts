/** Identity files: which there are, what can be done with each. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';
import { appError, type AppError } from '../../../../shared/errors.ts';
import type { Asker } from '../transport.ts';

/** Wrong passphrases that are taken before giving up; OpenSSH's NumberOfPasswordPrompts. */
const ATTEMPTS = 3;

interface KeyFileBase {
  readonly file: string;
  /** The public half, where it is known. */
  readonly publicKey?: ParsedKey;
}
export type KeyFile =
  | (KeyFileBase & { readonly kind: 'plain'; readonly key: ParsedKey })
  | (KeyFileBase & { readonly kind: 'encrypted'; readonly text: Buffer })
  /** Only its public half is here: the agent has the other, or a security key that the SSH library can't speak to. */
  | (KeyFileBase & { readonly kind: 'publicOnly' })
  | (KeyFileBase & { readonly kind: 'unreadable'; readonly why: string });

/** @param required `keyfile=` of the URI: it must be there and readable, else AppError `sshKeyUnreadable` */
export async function readKeys(files: readonly string[], required?: string): Promise<readonly KeyFile[]> {
  if (required !== undefined) {
    const key = await readKey(required);
    if (key.kind === 'unreadable') throw unreadable(required, key.why);
    return [key];
  }
  const present = [...new Set(files)].filter((file) => existsSync(file) || existsSync(`${file}.pub`));
  return await Promise.all(present.map(readKey));
}

async function readKey(file: string): Promise<KeyFile> {
  const publicText = await readFile(`${file}.pub`).catch(() => undefined); // there needn't be one
  const besides = publicText && parse(publicText);
  const beside = besides instanceof Error ? undefined : besides;
  const text = await readFile(file).catch((thrown: unknown) =>
    thrown instanceof Error ? thrown : new Error(String(thrown)),
  );
  if (text instanceof Error) {
    if (beside && !existsSync(file)) return { kind: 'publicOnly', file, publicKey: beside };
    return { kind: 'unreadable', file, why: text.message };
  }
  const publicKey = publicHalf(text) ?? beside;
  const common = { file, ...(publicKey && { publicKey }) };
  const key = parse(text);
  if (!(key instanceof Error))
    return key.isPrivateKey() ? { ...common, kind: 'plain', key } : { ...common, kind: 'publicOnly' };
  if (isSecurityKey(text, publicText)) return { ...common, kind: 'publicOnly' };
  if (/no passphrase given/i.test(key.message)) return { ...common, kind: 'encrypted', text };
  return { ...common, kind: 'unreadable', why: key.message };
}

/** The first key of a file. */
function parse(text: Buffer, passphrase?: string): ParsedKey | Error {
  const parsed = ssh2.utils.parseKey(text, passphrase);
  return Array.isArray(parsed) ? (parsed[0] ?? new Error('there is no key in it')) : parsed;
}

const isSecurityKey = (text: Buffer, publicText: Buffer | undefined): boolean =>
  publicText?.toString('latin1').startsWith('sk-') === true || publicBlob(text)?.includes('sk-') === true;

const MAGIC = 'openssh-key-v1\0';

/** The public key blob in OpenSSH's own format, where it is in clear also if the private half is encrypted (PROTOCOL.key). */
function publicBlob(text: Buffer): Buffer | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text.toString('latin1'))?.[1];
  if (body === undefined) return undefined;
  const bytes = Buffer.from(body, 'base64');
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  try {
    let at = MAGIC.length;
    for (let skipped = 0; skipped < 3; skipped++) at += 4 + bytes.readUInt32BE(at); // cipher, kdf, its options
    at += 4; // number of keys
    return bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at));
  } catch {
    return undefined; // cut short: parsing the whole says so
  }
}

function publicHalf(text: Buffer): ParsedKey | undefined {
  const blob = publicBlob(text);
  if (!blob || blob.length < 4) return undefined;
  const type = blob.toString('latin1', 4, 4 + blob.readUInt32BE(0));
  const parsed = parse(Buffer.from(`${type} ${blob.toString('base64')}`));
  return parsed instanceof Error ? undefined : parsed;
}

/**
 * Stands for a key whose private half needs a passphrase: shown to the server, which says whether it would take it, before the user is
 * asked for something that is of no use there. ssh2 then asks it to sign; it refuses, and the next way is tried.
 */
export function probeOf(publicKey: ParsedKey, accepted: () => void): ParsedKey {
  const probe: ParsedKey = Object.create(publicKey, {
    isPrivateKey: { value: () => true },
    sign: {
      value: () => {
        accepted();
        return new Error('only shown');
      },
    },
  });
  return probe;
}

/** @throws AppError `sshKeyUnreadable` after three wrong passphrases, `cancelled` */
export async function decrypt(
  { file, text }: Extract<KeyFile, { kind: 'encrypted' }>,
  ask: Asker['passphrase'],
  signal: AbortSignal,
): Promise<ParsedKey> {
  for (let attempt = 1; ; attempt++) {
    const key = parse(text, await ask({ keyFile: file, attempt }, signal));
    if (!(key instanceof Error)) return key;
    if (attempt === ATTEMPTS) throw unreadable(file, key.message);
  }
}

const unreadable = (file: string, raw: string): AppError =>
  appError('sshKeyUnreadable', `${file}: ${raw}`, {
    operation: 'ssh.auth',
    object: { kind: 'file', name: file },
    raw,
    params: { file },
  });
