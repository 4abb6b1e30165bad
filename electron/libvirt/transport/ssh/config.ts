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

const run = promisify(execFile);

/** Settings of one host, as far as they are followed here. */
export interface SshHostConfig {
  readonly hostName: string;
  readonly user: string;
  readonly port: number;
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** A socket path, `SSH_AUTH_SOCK` (the default) or `none`. */
  readonly identityAgent?: string;
  readonly certificateFiles: readonly string[];
  readonly knownHostsFiles: readonly string[];
  readonly strictHostKeyChecking: 'yes' | 'no' | 'accept-new' | 'ask';
  readonly hashKnownHosts: boolean;
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
    '--',
    host,
  ];
  try {
    const { stdout } = await run('ssh', words, { timeout: 10_000, maxBuffer: 1024 * 1024, ...(signal && { signal }) });
    return parseSettings(home ? stdout.replaceAll(`${home.from}/`, `${home.to}/`) : stdout);
  } catch (thrown) {
    signal?.throwIfAborted();
    if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
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

async function readConfigFile(host: string): Promise<Settings> {
  const text = await readFile(join(homedir(), '.ssh/config'), 'utf8').catch(() => '');
  const computed = SSHConfig.parse(text).compute(host);
  return new Map(
    Object.entries(computed).map(([key, value]) => [key.toLowerCase(), Array.isArray(value) ? value : [String(value)]]),
  );
}

const defaultKeys = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

function interpret(settings: Settings, { host, user, port }: SshHostName): SshHostConfig {
  const first = (key: string): string | undefined => settings.get(key)?.[0];
  const paths = (key: string): readonly string[] =>
    (settings.get(key) ?? []).flatMap((line) => line.split(/\s+/)).map(expandHome);
  const given = (key: string): string | undefined => {
    const value = first(key);
    return value === undefined || value.toLowerCase() === 'none' ? undefined : value;
  };
  const identities = settings.has('identityfile')
    ? paths('identityfile')
    : defaultKeys.map((name) => join(homedir(), '.ssh', name));
  const userFiles = settings.has('userknownhostsfile')
    ? paths('userknownhostsfile')
    : [join(homedir(), '.ssh/known_hosts')];
  const strict = first('stricthostkeychecking');
  const agent = first('identityagent');
  const alias = given('hostkeyalias');
  const jump = given('proxyjump');
  const command = given('proxycommand');
  return {
    hostName: (first('hostname') ?? host).replaceAll('%h', host),
    user: user ?? first('user') ?? userInfo().username,
    port: port ?? Number(first('port') ?? 22),
    identityFiles: identities,
    identitiesOnly: first('identitiesonly') === 'yes',
    ...(agent !== undefined && { identityAgent: expandHome(agent) }),
    certificateFiles: paths('certificatefile').filter((file) => file !== 'none'),
    knownHostsFiles: [...userFiles, ...paths('globalknownhostsfile')],
    strictHostKeyChecking: readStrict(strict),
    hashKnownHosts: first('hashknownhosts') === 'yes',
    ...(alias !== undefined && { hostKeyAlias: alias }),
    ...(jump !== undefined && { proxyJump: jump }),
    ...(command !== undefined && { proxyCommand: command }),
  };
}

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

const expandHome = (path: string): string => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);

/** Host names of the user's own ssh_config, for completion; patterns are left out. */
export async function sshHosts(): Promise<readonly string[]> {
  const text = await readFile(join(homedir(), '.ssh/config'), 'utf8').catch(() => '');
  const names = [...text.matchAll(/^\s*Host\s+(.+)$/gim)].flatMap(([, words = '']) => words.trim().split(/\s+/));
  return [...new Set(names.filter((name) => !/[*?!]/.test(name)))];
}
