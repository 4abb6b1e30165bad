/** Real sshd instances for the tests of transports: as the current user, on loopback, with keys and configuration of their own. */
import { execFile, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, connect, type AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { spawnBound, temporaryFolder } from '../lab/lifeline.ts';
import { until } from './transportTalk.ts';

const run = promisify(execFile);
export const me = userInfo().username;

export interface Sshd {
  readonly port: number;
  /** Without the port: `[127.0.0.1]:4022` is how known_hosts names it. */
  readonly name: string;
  /** `ssh-ed25519 AAAA...` */
  readonly hostKey: string;
  readonly fingerprint: string;
  /** What it logged so far. */
  log(): string;
  /** Ends every connection, not only the listener. */
  kill(): void;
  /** Neither it nor its connections answer until `resume`. */
  hang(): void;
  resume(): void;
}

export interface SshdOptions {
  /** Lines of sshd_config. */
  readonly config?: string;
  readonly hostKeyTypes?: readonly ('ed25519' | 'ecdsa' | 'rsa')[];
  /** Taken instead of a free one: a server that comes back with other keys. */
  readonly port?: number;
}

/** A directory with a home, keys and servers, all of which end with it. */
export class SshWorld implements AsyncDisposable {
  readonly directory: string;
  readonly #servers: ChildProcess[] = [];
  readonly #formerHome = process.env['HOME'];
  readonly #formerAgent = process.env['SSH_AUTH_SOCK'];

  private constructor(directory: string) {
    this.directory = directory;
    process.env['HOME'] = this.home;
    delete process.env['SSH_AUTH_SOCK'];
  }

  /** Makes the home directory of this process a new one, and leaves the user's agent out. */
  static async open(): Promise<SshWorld> {
    const directory = temporaryFolder('vdt-', '/tmp'); // short: sockets have 107 bytes
    await mkdir(join(directory, 'home/.ssh'), { recursive: true, mode: 0o700 });
    return new SshWorld(directory);
  }

  get home(): string {
    return join(this.directory, 'home');
  }

  get knownHosts(): string {
    return join(this.home, '.ssh/known_hosts');
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** Makes a key of the user; its path. */
  async key(name: string, type = 'ed25519', passphrase = ''): Promise<string> {
    const file = join(this.home, '.ssh', name);
    await run('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', name, '-f', file]);
    return file;
  }

  /** Lets these keys in, and no others. */
  async authorize(...files: readonly string[]): Promise<void> {
    const lines = await Promise.all(files.map((file) => readFile(`${file}.pub`, 'utf8')));
    await writeFile(this.path('authorized_keys'), lines.join(''));
  }

  async knows(...lines: readonly string[]): Promise<void> {
    await writeFile(this.knownHosts, lines.map((line) => `${line}\n`).join(''));
  }

  async config(text: string): Promise<void> {
    await writeFile(join(this.home, '.ssh/config'), text);
  }

  async sshd({ config = '', hostKeyTypes = ['ed25519'], port }: SshdOptions = {}): Promise<Sshd> {
    if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true }); // where sshd locks itself up
    const directory = await mkdtemp(join(this.directory, 'sshd-'));
    const keys = hostKeyTypes.map((type) => join(directory, `key_${type}`));
    for (const [index, type] of hostKeyTypes.entries())
      await run('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', keys[index] ?? '']);
    const configure = (number: number): string =>
      [
        config, // the first value of a keyword counts
        `Port ${number}`,
        'ListenAddress 127.0.0.1',
        ...keys.map((key) => `HostKey ${key}`),
        `PidFile none`,
        `AuthorizedKeysFile ${this.path('authorized_keys')}`,
        'UsePAM no',
        'StrictModes no',
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication no',
        'PermitRootLogin prohibit-password',
        'LogLevel DEBUG1',
      ].join('\n');
    const { child, log, port: taken } = await listening(join(directory, 'sshd_config'), configure, port);
    this.#servers.push(child);
    const hostKey = (await readFile(`${keys[0]}.pub`, 'utf8')).trim();
    const { stdout } = await run('ssh-keygen', ['-lf', `${keys[0]}.pub`]);
    return {
      port: taken,
      name: `[127.0.0.1]:${taken}`,
      hostKey,
      fingerprint: stdout.split(' ')[1] ?? '',
      log,
      kill: () => killGroup(child),
      hang: () => signalGroup(child, 'SIGSTOP'),
      resume: () => signalGroup(child, 'SIGCONT'),
    };
  }

  /** Makes `<key>-cert.pub`. @param words of ssh-keygen: principals, `-h` for a host's key */
  async sign(authority: string, key: string, words: readonly string[]): Promise<void> {
    await run('ssh-keygen', ['-q', '-s', authority, '-I', 'test', ...words, `${key}.pub`]);
  }

  /** A server whose key an authority has signed. */
  async vouched(authority: string): Promise<Sshd> {
    const hostKey = this.path('vouched_key');
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKey]);
    await this.sign(authority, hostKey, ['-h', '-n', '127.0.0.1']);
    return await this.sshd({ config: `HostKey ${hostKey}\nHostCertificate ${hostKey}-cert.pub` });
  }

  /** A real ssh-agent with these keys; its socket. */
  async agent(...files: readonly string[]): Promise<string> {
    const socket = this.path(`agent-${this.#servers.length}`);
    const child = spawnBound(['ssh-agent', '-D', '-a', socket]);
    child.stdout.resume();
    child.stderr.resume();
    this.#servers.push(child);
    for (const file of files) {
      await until(() =>
        run('ssh-add', ['-q', file], { env: { ...process.env, SSH_AUTH_SOCK: socket } }).then(() => true),
      );
    }
    return socket;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#servers) killGroup(child);
    process.env['HOME'] = this.#formerHome;
    if (this.#formerAgent !== undefined) process.env['SSH_AUTH_SOCK'] = this.#formerAgent;
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** sshd gives each connection a session of its own, so its children are looked for by parent. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  signalGroup(child, 'SIGKILL');
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined) for (const one of [...descendants(pid), pid]) trySignal(one, signal);
}

function descendants(pid: number): readonly number[] {
  const { stdout } = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  const children = stdout.split('\n').filter(Boolean).map(Number);
  return children.flatMap((one) => [...descendants(one), one]);
}

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended by itself
  }
}

interface Listening {
  readonly child: ChildProcess;
  readonly port: number;
  log(): string;
}

/** sshd can't tell which port it was given, so one is chosen; if somebody else takes it before sshd does, another one. */
async function listening(
  file: string,
  configure: (port: number) => string,
  wanted: number | undefined,
): Promise<Listening> {
  for (let left = 20; ; left--) {
    const port = wanted ?? (await freePort());
    await writeFile(file, configure(port));
    const child = spawnBound(['/usr/sbin/sshd', '-D', '-e', '-f', file]);
    let log = '';
    child.stdout.resume();
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    if (await answers(port, child, () => log)) return { child, port, log: () => log };
    if (!log.includes('Address already in use') || left === 0) throw new Error(`sshd did not start:\n${log}`);
    if (wanted !== undefined) await sleep(100); // the server that had it before is about to let go of it
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Waits until this sshd, not another program, listens and greets.
 * @returns false when it has ended
 * @throws after two minutes
 */
async function answers(port: number, child: ChildProcess, log: () => string): Promise<boolean> {
  const ended = once(child, 'close');
  const end = performance.now() + 120_000;
  while (performance.now() < end) {
    if (child.exitCode !== null || child.signalCode !== null) {
      await ended; // its last words too
      return false;
    }
    if (log().includes(`Server listening on 127.0.0.1 port ${port}`)) {
      const socket = connect(port, '127.0.0.1');
      const greeting = await once(socket, 'data').catch(() => undefined);
      socket.destroy();
      if (greeting !== undefined) return true;
    }
    await sleep(20);
  }
  throw new Error(`sshd neither listened nor ended within two minutes:\n${log()}`);
}
