/**
 * What ssh_config says of a host. `ssh -G` answers exactly as OpenSSH would (Include, Match, tokens); where there is no ssh binary
 * the package ssh-config reads the user's file, without Include and Match exec.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import SSHConfig from 'ssh-config';
import { appError } from '../../../../shared/errors.ts';
import { throwIfAborted } from '../abort.ts';
import { errnoOf } from '../socketError.ts';
import { expandPath, type Tokens } from './tokens.ts';

const run = promisify(execFile);

/** Settings of one host, as far as they are followed here. */
export interface SshHostConfig {
  /** As the user wrote it (`%n`). */
  readonly name: string;
  readonly hostName: string;
  readonly user: string;
  readonly port: number;
  readonly family?: 4 | 6;
  readonly connectTimeoutMs?: number;
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** A socket path, `SSH_AUTH_SOCK` (the default) or `none`. */
  readonly identityAgent?: string;
  readonly certificateFiles: readonly string[];
  /** `...Authentication no` switches one off. */
  readonly methods: Readonly<Record<'publickey' | 'password' | 'keyboard-interactive' | 'gssapi-with-mic', boolean>>;
  /** Nobody is to be asked (BatchMode). */
  readonly batch: boolean;
  /** The user's files, then the system's. */
  readonly knownHostsFiles: readonly string[];
  readonly strictHostKeyChecking: 'yes' | 'no' | 'accept-new' | 'ask';
  readonly hashKnownHosts: boolean;
  /** A program that prints lines like those of a known_hosts file. Tokens about the key are still in it. */
  readonly knownHostsCommand?: string;
  readonly hostKeyAlias?: string;
  /** `[user@]host[:port],...` */
  readonly proxyJump?: string;
  readonly proxyCommand?: string;
}

/** A host as the user names it. */
export interface SshHostName {
  readonly host: string;
  readonly user?: string | undefined;
  readonly port?: number | undefined;
}

type Settings = ReadonlyMap<string, readonly string[]>;

/** @throws AppError `sshCommandFailed` where ssh doesn't understand the file */
export async function readSshConfig(name: SshHostName, signal?: AbortSignal): Promise<SshHostConfig> {
  const settings = (await askSsh(name, signal)) ?? (await readConfigFile(name.host));
  return interpret(settings, name);
}

/** ssh takes the home directory from the password file; a program that was started with another HOME means that one. */
function otherHome(): { readonly from: string; readonly to: string } | undefined {
  const from = userInfo().homedir;
  const to = process.env['HOME'];
  return to === undefined || to === '' || to === from ? undefined : { from, to };
}

async function askSsh({ host, user, port }: SshHostName, signal?: AbortSignal): Promise<Settings | undefined> {
  const home = otherHome();
  const file = home && join(home.to, '.ssh/config');
  const words = [
    '-G',
    ...(file === undefined ? [] : ['-F', existsSync(file) ? file : '/dev/null']),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--', // whatever the host is called, it is no option
    host,
  ];
  try {
    const { stdout } = await run('ssh', words, { timeout: 10_000, maxBuffer: 1024 * 1024, ...(signal && { signal }) });
    return parseSettings(home ? stdout.replaceAll(`${home.from}/`, `${home.to}/`) : stdout);
  } catch (thrown) {
    throwIfAborted(signal);
    if (errnoOf(thrown) === 'ENOENT') return undefined;
    const said: unknown = typeof thrown === 'object' && thrown !== null && 'stderr' in thrown ? thrown.stderr : '';
    const raw = String(said).trim() || String(thrown);
    throw appError('sshConfigInvalid', raw, { operation: 'ssh.config', raw });
  }
}

/** Lines of `key value`; a key may come again. */
export function parseSettings(text: string): Settings {
  const settings = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const space = line.indexOf(' ');
    if (space < 0) continue;
    const key = line.slice(0, space).toLowerCase();
    settings.set(key, [...(settings.get(key) ?? []), line.slice(space + 1).trim()]);
  }
  return settings;
}

/** The second way to read the file. @param text for tests: what the file holds */
export async function readConfigFile(host: string, text?: string): Promise<Settings> {
  const read = text ?? (await readFile(join(homedir(), '.ssh/config'), 'utf8').catch(() => '')); // there needn't be one
  const computed = SSHConfig.parse(read).compute(host);
  return new Map(
    Object.entries(computed).map(([key, value]) => [key.toLowerCase(), Array.isArray(value) ? value : [value]]),
  );
}

const defaultKeys = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'];

/** What stands for the parts of a host in values of ssh_config. */
export const tokensOf = ({
  name,
  hostName,
  user,
  port,
  hostKeyAlias,
}: Pick<SshHostConfig, 'name' | 'hostName' | 'user' | 'port'> & {
  readonly hostKeyAlias?: string | undefined;
}): Tokens => ({
  n: name,
  h: hostName,
  p: String(port),
  r: user,
  k: hostKeyAlias ?? name,
});

export function interpret(settings: Settings, name: SshHostName): SshHostConfig {
  const first = (key: string): string | undefined => settings.get(key)?.[0];
  const given = (key: string): string | undefined => {
    const value = first(key);
    return value === undefined || value === '' || value.toLowerCase() === 'none' ? undefined : value;
  };
  const on = (key: string, otherwise: boolean): boolean => {
    const value = first(key);
    return value === undefined ? otherwise : value === 'yes' || value === 'true';
  };
  const hostName = (first('hostname') ?? name.host).replaceAll('%h', name.host);
  const user = name.user ?? first('user') ?? userInfo().username;
  const port = name.port ?? Number(first('port') ?? 22);
  const tokens = tokensOf({ name: name.host, hostName, user, port, hostKeyAlias: first('hostkeyalias') });
  const files = (key: string, values: readonly string[]): readonly string[] =>
    (settings.get(key) ?? values).filter((path) => path !== 'none').map((path) => expandPath(path, tokens));
  const lists = (key: string, value: string): readonly string[] =>
    (settings.get(key) ?? [value])
      .flatMap((line) => splitPaths(line, (path) => existsSync(expandPath(path, tokens))))
      .map((path) => expandPath(path, tokens));
  const optional = {
    family: ({ inet: 4, inet6: 6 } as const)[first('addressfamily') ?? ''],
    connectTimeoutMs: Number(given('connecttimeout') ?? 0) * 1000 || undefined,
    identityAgent: first('identityagent') && expandPath(first('identityagent') ?? '', tokens),
    hostKeyAlias: given('hostkeyalias'),
    proxyJump: given('proxyjump'),
    proxyCommand: given('proxycommand'),
    knownHostsCommand: given('knownhostscommand'),
  };
  return {
    name: name.host,
    hostName,
    user,
    port,
    identityFiles: files(
      'identityfile',
      defaultKeys.map((key) => `~/.ssh/${key}`),
    ),
    identitiesOnly: on('identitiesonly', false),
    certificateFiles: files('certificatefile', []),
    methods: {
      publickey: on('pubkeyauthentication', true) || first('pubkeyauthentication') === 'unbound',
      password: on('passwordauthentication', true),
      'keyboard-interactive': on('kbdinteractiveauthentication', true),
      'gssapi-with-mic': on('gssapiauthentication', false),
    },
    batch: on('batchmode', false),
    knownHostsFiles: [
      ...lists('userknownhostsfile', '~/.ssh/known_hosts'),
      ...lists('globalknownhostsfile', '/etc/ssh/ssh_known_hosts'),
    ],
    strictHostKeyChecking: readStrict(first('stricthostkeychecking')),
    hashKnownHosts: on('hashknownhosts', false),
    ...defined(optional),
  };
}

/** Where a path begins: at the root, at home, on a drive, or with what stands for one of these. */
const pathStart = /^(?:[/\\~%]|\$\{|[a-z]:[/\\])/i;

/**
 * A list of paths, in which one with spaces may be quoted. `ssh -G` prints it without the quotes: there a word that begins no path belongs
 * to the one before, unless that is there without it.
 */
export function splitPaths(line: string, exists: (path: string) => boolean): readonly string[] {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => ({ quoted, word }));
  const paths: string[] = [];
  let open = false;
  for (const { quoted, word = '' } of words) {
    const before = paths.at(-1);
    if (quoted === undefined && open && before !== undefined && !pathStart.test(word) && !exists(before))
      paths[paths.length - 1] = `${before} ${word}`;
    else paths.push(quoted ?? word);
    open = quoted === undefined;
  }
  return paths;
}

type Defined<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the keys that have no value. */
function defined<T extends object>(record: T): Defined<T> {
  const result: Defined<T> = {};
  for (const key in record) {
    const value = record[key];
    if (isDefined(value)) result[key] = value;
  }
  return result;
}

const isDefined = <V>(value: V): value is Exclude<V, undefined> => value !== undefined;

/** `ssh -G` prints `true` and `false` for yes and no. */
function readStrict(value: string | undefined): SshHostConfig['strictHostKeyChecking'] {
  switch (value) {
    case 'yes':
    case 'true':
      return 'yes';
    case 'no':
    case 'off':
    case 'false':
      return 'no';
    case 'accept-new':
      return 'accept-new';
    default:
      return 'ask';
  }
}

/** Host names of the user's own ssh_config, for completion; patterns are left out. */
export async function sshHosts(): Promise<readonly string[]> {
  const text = await readFile(join(homedir(), '.ssh/config'), 'utf8').catch(() => ''); // there needn't be one
  const names = [...text.matchAll(/^\s*Host\s+(.+)$/gim)].flatMap(([, words = '']) => words.trim().split(/\s+/));
  return [...new Set(names.filter((name) => !/[*?!]/.test(name)))];
}
