/** known_hosts as sshd(8) describes it: hashed names, patterns, `[host]:port`, @revoked, @cert-authority. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { appendFile, chmod, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

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

/** The name of a server in known_hosts. */
export const serverName = (host: string, port: number): string => (port === 22 ? host : `[${host}]:${port}`);

/** As OpenSSH prints it. @param key base64 or bytes of the public key blob */
export function fingerprint(key: string | Buffer): string {
  const blob = typeof key === 'string' ? Buffer.from(key, 'base64') : key;
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The type that a public key blob names itself. */
export const keyTypeOf = (blob: Buffer): string => blob.toString('latin1', 4, 4 + blob.readUInt32BE(0));

/** Lines of a file that can be read as entries; a missing file has none. */
export async function readKnownHosts(file: string): Promise<readonly KnownHostsLine[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line, index) => parseLine(line, file, index + 1) ?? []);
}

function parseLine(text: string, file: string, line: number): KnownHostsLine | undefined {
  const words = text.trim().split(/\s+/);
  if (text.trim() === '' || text.trim().startsWith('#')) return undefined;
  const marked = words[0]?.startsWith('@') ? words.shift() : undefined;
  const marker = marked === '@revoked' ? 'revoked' : marked === '@cert-authority' ? 'cert-authority' : undefined;
  const [names, keyType, key] = words;
  if (names === undefined || keyType === undefined || key === undefined) return undefined;
  if (marked !== undefined && marker === undefined) return undefined;
  return { file, line, ...(marker && { marker }), patterns: names.split(','), keyType, key };
}

/** Whether an entry is about a server, by the name of {@link serverName}. A `!pattern` that matches excludes it. */
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
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(name);
}

/** The verdict on a server's key. A key of a type that isn't known of this server is unknown, as in OpenSSH. */
export function judge(lines: readonly KnownHostsLine[], server: string, blob: Buffer): HostKeyVerdict {
  const key = blob.toString('base64');
  const keyType = keyTypeOf(blob);
  const about = lines.filter((line) => matches(line, server));
  const revoked = about.find((line) => line.marker === 'revoked' && line.key === key);
  if (revoked) return { kind: 'revoked', by: revoked };
  const plain = about.filter((line) => line.marker === undefined);
  if (plain.some((line) => line.key === key)) return { kind: 'known' };
  const changed = plain.find((line) => line.keyType === keyType);
  if (changed) return { kind: 'changed', by: changed };
  return { kind: 'unknown', byAuthority: plain.length === 0 && about.some((line) => line.marker === 'cert-authority') };
}

/** Key types known of a server: to be asked for first, so that a key of another type isn't taken for a new one. */
export function knownKeyTypes(lines: readonly KnownHostsLine[], server: string): readonly string[] {
  const about = lines.filter((line) => line.marker === undefined && matches(line, server));
  return [...new Set(about.map(({ keyType }) => keyType))];
}

/** Adds a line, with the name hashed if the user wants that. The file and its directory are made private if they are new. */
export async function appendKnownHost(file: string, server: string, blob: Buffer, hashed: boolean): Promise<void> {
  const salt = randomBytes(20);
  const name = hashed
    ? `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(server.toLowerCase()).digest('base64')}`
    : server.toLowerCase();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const before = await readFile(file, 'utf8').catch(() => undefined);
  const separator = before === undefined || before === '' || before.endsWith('\n') ? '' : '\n';
  await appendFile(file, `${separator}${name} ${keyTypeOf(blob)} ${blob.toString('base64')}\n`);
  if (before === undefined) await chmod(file, 0o600);
}
