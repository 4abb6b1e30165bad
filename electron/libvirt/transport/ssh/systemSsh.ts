/**
 * The second way: the system's own ssh, for what the SSH library can't do. Security keys, OpenSSH certificates, GSSAPI, and hosts
 * that only a certificate authority vouches for, or that speak old or new algorithms only. One ssh holds the connection (ControlMaster), each stream is an ssh that borrows it;
 * on Windows, whose ssh can't share, each stream is a connection.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { appError, type AppError } from '../../../../shared/errors.ts';
import { abortError, throwIfAborted } from '../abort.ts';
import { answerOf } from '../shell.ts';
import { ignore } from '../socket.ts';
import type { DialOptions, ForwardTarget, Transport } from '../transport.ts';
import type { ConnectUri } from '../uri.ts';
import { agentKeyTypes } from './agent.ts';
import type { SshHostConfig } from './config.ts';
import { daemonCommand } from './daemonStream.ts';
import { onlyAuthorities, readKnownHosts, serverNames } from './knownHosts.ts';
import { runProcess } from './processStream.ts';
import { commandLine } from './quote.ts';
import { Tail } from './tail.ts';
import { expandHome } from './tokens.ts';

export type SystemSshReason = 'securityKey' | 'certificate' | 'hostAuthority' | 'gssapi' | 'command' | 'algorithms';

/** What there is on this machine that only the system's ssh can make use of. */
export async function systemSshReason(config: SshHostConfig): Promise<SystemSshReason | undefined> {
  const lines = (await Promise.all(config.knownHostsFiles.map(readKnownHosts))).flat();
  if (onlyAuthorities(lines, serverNames(config.hostName, config.port, config.hostKeyAlias))) return 'hostAuthority';
  const beside = config.identityFiles.map((file) => `${file}-cert.pub`);
  if ([...config.certificateFiles, ...beside].some((file) => existsSync(file))) return 'certificate';
  const publicKeys = await Promise.all(
    config.identityFiles.map((file) => readFile(`${file}.pub`, 'utf8').catch(() => '')), // most aren't there
  );
  const types = [...publicKeys.map((text) => text.split(' ')[0] ?? ''), ...(await agentKeyTypes(config))];
  if (types.some((type) => type.includes('-cert-v01@'))) return 'certificate';
  if (types.some((type) => type.startsWith('sk-'))) return 'securityKey';
  return config.methods['gssapi-with-mic'] && hasTicket() ? 'gssapi' : undefined;
}

const hasTicket = (): boolean =>
  process.env['KRB5CCNAME'] !== undefined || existsSync(`/tmp/krb5cc_${process.getuid?.() ?? ''}`);

/** Whether the first way's failure is one that this reason can mend. */
export function mends(why: SystemSshReason, error: AppError): boolean {
  if (why === 'hostAuthority') return error.code === 'hostKeyRejected' || error.code === 'sshAuthFailed';
  if (why === 'gssapi')
    return error.code === 'sshAuthFailed' && String(error.data.params?.['offered']).includes('gssapi');
  return error.code === 'sshAuthFailed';
}

interface SystemSshParts {
  readonly why: SystemSshReason;
  /** What the first way failed with. */
  readonly before?: AppError;
  readonly signal: AbortSignal;
}

/** @throws AppError `sshBinaryMissing`, or `sshAuthFailed` with what ssh says */
export async function openSystemSsh(uri: ConnectUri, { why, before, signal }: SystemSshParts): Promise<Transport> {
  throwIfAborted(signal);
  const program = uri.parameters['command'] ?? 'ssh';
  const words = sshWords(uri);
  const failed = (raw: string): AppError => failure(raw, uri, why, before);
  if (process.platform === 'win32') return new SystemSsh({ uri, program, words, failed });
  const directory = await mkdtemp(join(tmpdir(), 'vd-')); // 0700; a socket's path has 107 bytes at most, so it is short
  const socket = join(directory, 'c');
  try {
    const master = await startMaster([program, ...words, '-M', '-N', '-S', socket, '--', uri.host ?? ''], socket, {
      signal,
      failed,
    });
    return new SystemSsh({
      uri,
      program,
      words: [...words, '-o', 'ControlMaster=no', '-S', socket],
      failed,
      shared: { master, directory },
    });
  } catch (thrown) {
    await rm(directory, { recursive: true, force: true });
    throw thrown;
  }
}

/** No terminal, no questions: what needs typing fails and says so. The user touches a security key when it blinks. */
function sshWords({ user, port, parameters }: ConnectUri): readonly string[] {
  const option = (name: string, value: string): readonly string[] => ['-o', `${name}=${value}`];
  const [keyfile, knownHosts] = [parameters['keyfile'], parameters['known_hosts']].map(
    (path) => path && expandHome(path),
  );
  return [
    '-T',
    '-e',
    'none',
    ...option('BatchMode', 'yes'),
    ...option('ConnectTimeout', '20'),
    ...option('ServerAliveInterval', '10'),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(keyfile === undefined ? [] : ['-i', keyfile]),
    ...(parameters['no_verify'] === '1' ? option('StrictHostKeyChecking', 'no') : []),
    ...(knownHosts === undefined ? [] : option('UserKnownHostsFile', `"${knownHosts}"`)),
  ];
}

interface Master {
  readonly process: ChildProcess;
  readonly stderr: Tail;
}

const MASTER_PAUSE_MS = 20;

/** Waits until it is authenticated: only then is its socket there. */
async function startMaster(
  [program = 'ssh', ...words]: readonly string[],
  socket: string,
  { signal, failed }: { readonly signal: AbortSignal; readonly failed: (raw: string) => AppError },
): Promise<Master> {
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const stderr = new Tail();
  child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk));
  const ended = new Promise<AppError>((resolve) => {
    child.once('close', () => resolve(failed(stderr.text)));
    child.once('error', ({ message: raw }) =>
      resolve(appError('sshBinaryMissing', raw, { operation: 'ssh.system', raw, params: { command: program } })),
    );
  });
  let reason: AppError | undefined;
  void ended.then((error) => (reason = error));
  while (!existsSync(socket)) {
    if (reason) throw reason;
    if (signal.aborted) {
      child.kill();
      throw abortError(signal);
    }
    await Promise.race([ended, wait(MASTER_PAUSE_MS)]);
  }
  return { process: child, stderr };
}

/**
 * ssh ends with 255 whatever it was; only its words tell a refusal, which lasts, from a way that is not there just now. Ours has been to
 * the host (`before`) where it was the first to try.
 */
const refused = (raw: string): boolean => /: Permission denied \(|^Host key verification failed/m.test(raw);

function failure(raw: string, uri: ConnectUri, why: SystemSshReason, before: AppError | undefined): AppError {
  const place = uri.host ?? '';
  if (before === undefined && !refused(raw))
    return appError('sshHandshakeFailed', raw || 'ssh ended', {
      operation: 'ssh.system',
      raw,
      params: { server: place, place },
      retry: true,
    });
  return appError('sshAuthFailed', raw || 'ssh ended', {
    operation: 'ssh.system',
    raw,
    params: {
      server: uri.host ?? '',
      user: uri.user ?? '',
      tried: 'ssh (BatchMode)',
      offered: '-',
      ...before?.data.params,
      why,
    },
    ...(before && { cause: before.data }),
  });
}

interface SystemSshState {
  readonly uri: ConnectUri;
  readonly program: string;
  readonly words: readonly string[];
  readonly failed: (raw: string) => AppError;
  /** Absent where each stream is a connection of its own. */
  readonly shared?: { readonly master: Master; readonly directory: string };
}

class SystemSsh implements Transport {
  readonly kind = 'ssh';
  readonly shell = async (command: string, input: Uint8Array, signal: AbortSignal): Promise<Uint8Array> => {
    const words = ['--', this.#state.uri.host ?? '', commandLine('sh', '-c', command)];
    return await answerOf(await this.#run(words, 'sshCommandFailed', signal), input, signal);
  };
  readonly #state: SystemSshState;
  readonly #streams = new Set<Duplex>();
  readonly #listeners: ((reason: AppError) => void)[] = [];
  readonly #life = new AbortController();

  constructor(state: SystemSshState) {
    this.#state = state;
    const master = state.shared?.master;
    master?.process.once('close', () => {
      if (this.#life.signal.aborted) return;
      const raw = master.stderr.text || 'ssh ended';
      const reason = appError('connectionLost', raw, { operation: 'ssh.system', raw, retry: true });
      this.#end(reason);
      for (const listener of this.#listeners.splice(0)) listener(reason);
    });
  }

  dial({ signal, readOnly = this.#state.uri.readOnly ?? false }: DialOptions = {}): Promise<Duplex> {
    const { uri } = this.#state;
    return this.#run(['--', uri.host ?? '', daemonCommand(uri, readOnly)], 'sshCommandFailed', signal);
  }

  forward(to: ForwardTarget, { signal }: DialOptions = {}): Promise<Duplex> {
    const host = this.#state.uri.host ?? '';
    if (to.kind === 'unix') return this.#run(['--', host, commandLine('nc', '-U', to.path)], 'forwardRefused', signal);
    const address = to.host.includes(':') ? `[${to.host}]` : to.host;
    return this.#run(['-W', `${address}:${to.port}`, '--', host], 'forwardRefused', signal);
  }

  onLost(listener: (reason: AppError) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.#end(appError('cancelled', 'the way to the host was closed'));
    const { shared } = this.#state;
    if (!shared) return;
    const { process: child } = shared.master;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('close', resolve));
      child.kill();
      await gone;
    }
    await rm(shared.directory, { recursive: true, force: true });
  }

  async #run(
    words: readonly string[],
    code: 'sshCommandFailed' | 'forwardRefused',
    signal: AbortSignal | undefined,
  ): Promise<Duplex> {
    const { program, words: options, failed, shared } = this.#state;
    const signals = [this.#life.signal, ...(signal ? [signal] : [])];
    const stream = await runProcess([program, ...options, ...words], AbortSignal.any(signals), (exit, raw) =>
      shared
        ? appError(code, raw || `ssh ended with ${exit}`, {
            operation: 'ssh.system',
            raw,
            params: { exit: exit ?? -1, place: words[1] ?? '' },
          })
        : failed(raw),
    );
    this.#streams.add(stream);
    stream.on('error', ignore);
    stream.once('close', () => this.#streams.delete(stream));
    return stream;
  }

  #end(reason: AppError): void {
    this.#life.abort(reason);
    for (const stream of this.#streams) stream.destroy(reason.code === 'cancelled' ? undefined : reason);
  }
}
