/**
 * The second way: the system's own ssh, for what the SSH library can't do. Security keys, OpenSSH certificates, GSSAPI, and hosts
 * that only a certificate authority vouches for. Each stream is a process; they share a connection where ssh can (ControlMaster).
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { appError, type AppError } from '../../../../shared/errors.ts';
import type { ForwardTarget, Transport } from '../transport.ts';
import type { ConnectUri } from '../uri.ts';
import type { SshHostConfig } from './config.ts';
import { helperCommand } from './daemonStream.ts';
import { judge, readKnownHosts, serverName } from './knownHosts.ts';
import { commandLine } from './quote.ts';

export type SystemSshReason = 'securityKey' | 'certificate' | 'hostAuthority' | 'gssapi';

const STDERR_MAX = 4096;

/** Why this error may go away with the system's ssh; undefined when it won't. */
export async function needsSystemSsh(error: AppError, config: SshHostConfig): Promise<SystemSshReason | undefined> {
  if (error.code === 'hostKeyRejected') return (await vouchedByAuthority(config)) ? 'hostAuthority' : undefined;
  if (error.code !== 'sshAuthFailed') return undefined;
  if (config.certificateFiles.length > 0) return 'certificate';
  const publicKeys = await Promise.all(
    config.identityFiles.map((file) => readFile(`${file}.pub`, 'utf8').catch(() => '')),
  );
  if (publicKeys.some((text) => text.startsWith('sk-'))) return 'securityKey';
  if (publicKeys.some((text) => /^\S+-cert-v01@openssh\.com/.test(text))) return 'certificate';
  return process.env['KRB5CCNAME'] !== undefined && String(error.data.params?.['offered']).includes('gssapi')
    ? 'gssapi'
    : undefined;
}

async function vouchedByAuthority(config: SshHostConfig): Promise<boolean> {
  const lines = (await Promise.all(config.knownHostsFiles.map(readKnownHosts))).flat();
  const nobodysKey = Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.from('x')]);
  const verdict = judge(lines, serverName(config.hostKeyAlias ?? config.hostName, config.port), nobodysKey);
  return verdict.kind === 'unknown' && verdict.byAuthority;
}

interface SystemSshParts {
  readonly why: SystemSshReason;
  /** What the first way failed with. */
  readonly before: AppError;
  readonly signal: AbortSignal;
}

/** @throws AppError `sshBinaryMissing`, or what ssh says */
export async function openSystemSsh(uri: ConnectUri, { why, before, signal }: SystemSshParts): Promise<Transport> {
  const directory = await mkdtemp(join(tmpdir(), 'vd-ssh-'));
  const words = sshWords(uri, join(directory, '%C'));
  const streams = new Set<Duplex>();
  const open = async (remote: readonly string[], at: AbortSignal): Promise<Duplex> => {
    const stream = await run([...words, ...remote], at, (raw) => failed(raw, why, before));
    streams.add(stream);
    stream.once('close', () => streams.delete(stream));
    return stream;
  };
  const target = uri.host ?? '';
  return {
    kind: 'ssh',
    dial: (options = {}) =>
      open(['--', target, helperCommand(uri, options.readOnly ?? false)], options.signal ?? signal),
    forward: (to: ForwardTarget, options = {}) => {
      const at = options.signal ?? signal;
      if (to.kind === 'tcp') return open(['-W', `${to.host}:${to.port}`, '--', target], at);
      return open(['--', target, commandLine('nc', '-U', to.path)], at);
    },
    onLost: () => undefined, // each stream is a process of its own
    close: async () => {
      for (const stream of streams) stream.destroy();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** No terminal, no questions: what needs typing fails and says so. The user touches a key when it blinks. */
function sshWords({ user, port, parameters }: ConnectUri, controlPath: string): readonly string[] {
  const option = (name: string, value: string): readonly string[] => ['-o', `${name}=${value}`];
  return [
    '-T',
    ...['-e', 'none'],
    ...option('BatchMode', 'yes'),
    ...(process.platform === 'win32'
      ? []
      : [...option('ControlMaster', 'auto'), ...option('ControlPath', controlPath), ...option('ControlPersist', '60')]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(parameters['keyfile'] === undefined ? [] : ['-i', parameters['keyfile']]),
    ...(parameters['no_verify'] === '1' ? option('StrictHostKeyChecking', 'no') : []),
    ...(parameters['known_hosts'] === undefined ? [] : option('UserKnownHostsFile', parameters['known_hosts'])),
  ];
}

async function run(
  words: readonly string[],
  signal: AbortSignal,
  describe: (raw: string) => AppError,
): Promise<Duplex> {
  signal.throwIfAborted();
  const child = spawn('ssh', words, { stdio: 'pipe' });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < STDERR_MAX) stderr += chunk.toString('utf8');
  });
  stream.on('close', () => child.kill());
  child.on('exit', (code) => code !== 0 && stream.destroy(describe(stderr.trim())));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      reject(appError('sshBinaryMissing', error.message, { operation: 'ssh.system', raw: error.message }));
    });
  });
  return stream;
}

function failed(raw: string, why: SystemSshReason, before: AppError): AppError {
  return appError('sshAuthFailed', raw || 'ssh ended', {
    operation: 'ssh.system',
    raw,
    params: { ...before.data.params, why },
    cause: before.data,
  });
}
