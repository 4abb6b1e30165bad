/** Names and passwords that an administrator has put into a file for libvirt's clients (docs/auth.rst, "Client configuration"). */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { appError } from '../../../shared/errors.ts';
import type { Asker } from '../transport/transport.ts';
import type { ConnectUri } from '../transport/uri.ts';

export interface AuthFilePlaces {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Asks the file before the user: once, since a password that was wrong stays so. @throws AppError `authFileUnreadable` */
export function withAuthFile(
  { host = 'localhost', parameters }: Pick<ConnectUri, 'host' | 'parameters'>,
  ask: Asker['sasl'],
  places: AuthFilePlaces = { environment: process.env, home: homedir() },
): Asker['sasl'] {
  return async (question, signal) => {
    const found = question.attempt === 1 ? await readCredentials(host, parameters['authfile'], places) : undefined;
    return found ?? (await ask(question, signal));
  };
}

/** In libvirt's order (virAuthGetConfigFilePath): the first file that is there counts. */
async function readCredentials(host: string, named: string | undefined, { environment, home }: AuthFilePlaces) {
  const explicit = environment['LIBVIRT_AUTH_FILE'] ?? named;
  const own = join(environment['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'libvirt/auth.conf');
  for (const file of explicit === undefined ? [own, '/etc/libvirt/auth.conf'] : [explicit]) {
    try {
      return credentialsFor(await readFile(file, 'utf8'), host);
    } catch (thrown) {
      if (explicit === undefined) continue; // most people have none
      const raw = thrown instanceof Error ? thrown.message : String(thrown);
      throw appError('authFileUnreadable', raw, { operation: 'libvirt.auth', raw, params: { file } });
    }
  }
  return undefined;
}

/** @returns undefined where the file says nothing of this host, or not all */
export function credentialsFor(
  text: string,
  host: string,
): { readonly user: string; readonly password: string } | undefined {
  const groups = readGroups(text);
  const service = groups.get(`auth-libvirt-${host}`) ?? groups.get('auth-libvirt-default');
  const credentials = groups.get(`credentials-${service?.get('credentials') ?? ''}`);
  const user = credentials?.get('username') ?? credentials?.get('authname');
  const password = credentials?.get('password');
  return user === undefined || password === undefined ? undefined : { user, password };
}

/** `[group]` and `key=value`, as GLib's key files. */
function readGroups(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const groups = new Map<string, Map<string, string>>();
  let group: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const name = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
    if (name !== undefined) groups.set(name, (group = groups.get(name) ?? new Map<string, string>()));
    const [, key, value] = /^\s*([^#;=\s][^=]*?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name === undefined && key !== undefined && value !== undefined) group?.set(key, value);
  }
  return groups;
}
