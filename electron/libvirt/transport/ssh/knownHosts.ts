/** known_hosts as sshd(8) describes it: hashed names, patterns, `[host]:port`, @revoked, @cert-authority. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isPublicKey, keyTypeOf } from './publicKey.ts';

export interface KnownHostsLine {
  readonly file: string;
  /** From 1, as editors count. */
  readonly line: number;
  readonly marker?: 'revoked' | 'cert-authority';
  readonly patterns: readonly string[];
  readonly keyType: string;
  /** Base64. */
  readonly key: string;
}

/** What the files say of a key that a server has shown. */
export type HostKeyVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'revoked'; readonly by: KnownHostsLine }
  | { readonly kind: 'changed'; readonly by: KnownHostsLine }
  | {
      readonly kind: 'unknown';
      /** Only a certificate authority vouches for this host. */ readonly byAuthority: boolean;
    };

/** How a server is looked up: by its name, and where that knows nothing, by the name without its port (check_host_key). */
export interface ServerNames {
  /** `host`, `[host]:port` or the alias; what a new line is written for. */
  readonly name: string;
  readonly withoutPort?: string;
}

const DEFAULT_PORT = 22;

/** The name of a server in known_hosts and in questions. */
export const serverName = (host: string, port: number): string => (port === DEFAULT_PORT ? host : `[${host}]:${port}`);

/** @param alias HostKeyAlias: it stands for host and port together */
export function serverNames(host: string, port: number, alias?: string): ServerNames {
  if (alias !== undefined) return { name: alias };
  return { name: serverName(host, port), ...(port !== DEFAULT_PORT && { withoutPort: host }) };
}

/** As OpenSSH prints it. @param key base64 or bytes of the public key blob */
export function fingerprint(key: string | Buffer): string {
  const blob = typeof key === 'string' ? Buffer.from(key, 'base64') : key;
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/**
 * Lines of a file that can be read as entries. A file that is missing or closed to us has none, as for OpenSSH; and so have lines that
 * grew old: SSH-1 keys, types nobody knows any more, keys that are cut short. They say nothing of the key a server has now.
 */
export async function readKnownHosts(file: string): Promise<readonly KnownHostsLine[]> {
  return parseKnownHosts((await readText(file)).text, file);
}

/** @param file what the lines are from, for messages */
export function parseKnownHosts(text: string, file: string): readonly KnownHostsLine[] {
  return text.split('\n').flatMap((line, index) => parseLine(line, file, index + 1) ?? []);
}

/** Windows PowerShell writes UTF-16 by `>`; what is added later must be written alike. */
async function readText(file: string): Promise<{ readonly text: string; readonly encode: (text: string) => Buffer }> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: bytes.toString('utf16le', 2), encode: utf16 };
  if (first === 0xfe && second === 0xff) {
    const even = bytes.subarray(2, bytes.length - (bytes.length % 2));
    return { text: Buffer.from(even).swap16().toString('utf16le'), encode: (text) => utf16(text).swap16() };
  }
  return { text: bytes.toString('utf8'), encode: (text) => Buffer.from(text) };
}

function parseLine(text: string, file: string, line: number): KnownHostsLine | undefined {
  const words = text.trim().split(/\s+/);
  if (text.trim() === '' || text.trim().startsWith('#')) return undefined;
  const marked = words[0]?.startsWith('@') ? words.shift() : undefined;
  const marker = marked === '@revoked' ? 'revoked' : marked === '@cert-authority' ? 'cert-authority' : undefined;
  const [names, keyType, key] = words;
  if (names === undefined || keyType === undefined || key === undefined) return undefined;
  if (marked !== undefined && marker === undefined) return undefined;
  const blob = Buffer.from(key, 'base64');
  if (!isPublicKey(blob, keyType)) return undefined;
  return { file, line, ...(marker && { marker }), patterns: names.split(','), keyType, key: blob.toString('base64') };
}

/** Whether an entry is about a server. A `!pattern` that matches excludes it. */
export function matches({ patterns }: Pick<KnownHostsLine, 'patterns'>, server: string): boolean {
  const name = server.toLowerCase();
  let found = false;
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) {
      if (matchesOne(pattern.slice(1), name)) return false;
    } else if (matchesOne(pattern, name)) found = true;
  }
  return found;
}

function matchesOne(pattern: string, name: string): boolean {
  if (pattern.startsWith('|1|')) {
    const [, , salt = '', hash = ''] = pattern.split('|');
    return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
  }
  const source = pattern
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(name);
}

/**
 * The verdict on a server's key. As in OpenSSH, any other key known of this server makes it a changed one, also one of another type:
 * else whoever stands between could offer a type never seen and be taken for new.
 */
export function judge(lines: readonly KnownHostsLine[], server: ServerNames, blob: Buffer): HostKeyVerdict {
  const key = blob.toString('base64');
  const keyType = keyTypeOf(blob);
  const about = lines.filter((line) => matches(line, server.name));
  const without = server.withoutPort;
  const aboutHost = without === undefined ? [] : lines.filter((line) => matches(line, without));
  const revoked = [...about, ...aboutHost].find((line) => line.marker === 'revoked' && line.key === key);
  if (revoked) return { kind: 'revoked', by: revoked };
  const plain = about.filter((line) => line.marker === undefined);
  if (plain.some((line) => line.key === key)) return { kind: 'known' };
  const changed = plain.find((line) => line.keyType === keyType) ?? plain[0];
  if (changed) return { kind: 'changed', by: changed };
  if (aboutHost.some((line) => line.marker === undefined && line.key === key)) return { kind: 'known' };
  return { kind: 'unknown', byAuthority: onlyAuthorities(lines, server) };
}

/** Whether a certificate authority vouches for a server, and nothing else is known of it. */
export function onlyAuthorities(lines: readonly KnownHostsLine[], { name }: ServerNames): boolean {
  const about = lines.filter((line) => line.marker !== 'revoked' && matches(line, name));
  return about.length > 0 && about.every((line) => line.marker === 'cert-authority');
}

/** Key types known of a server: to be asked for first, so that a key of another type isn't taken for a changed one. */
export function knownKeyTypes(lines: readonly KnownHostsLine[], { name, withoutPort }: ServerNames): readonly string[] {
  const plain = lines.filter((line) => line.marker === undefined);
  const about = plain.filter((line) => matches(line, name));
  const chosen =
    about.length > 0 || withoutPort === undefined ? about : plain.filter((line) => matches(line, withoutPort));
  return [...new Set(chosen.map(({ keyType }) => keyType))];
}

/** Adds a line, with the name hashed if the user wants that. The file and its directory are made private if they are new. */
export async function appendKnownHost(file: string, server: string, blob: Buffer, hashed: boolean): Promise<void> {
  const salt = randomBytes(20);
  const name = hashed
    ? `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(server.toLowerCase()).digest('base64')}`
    : server.toLowerCase();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const { text: before, encode } = await readText(file);
  const separator = before === '' || before.endsWith('\n') ? '' : '\n';
  const line = `${separator}${name} ${keyTypeOf(blob)} ${blob.toString('base64')}\n`;
  await appendFile(file, encode(line), { mode: 0o600 });
}
