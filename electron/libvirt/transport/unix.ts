/** This machine's own daemons, by UNIX socket. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError, appError, hasTrait } from '../../../shared/errors.ts';
import { throwIfAborted } from './abort.ts';
import { localShell } from './shell.ts';
import { chooseSocket, isSession, sessionDirectory, socketCandidates } from './localSockets.ts';
import { openSocket, OpenSockets } from './socket.ts';
import { socketError } from './socketError.ts';
import type { OpenTransportOptions, Transport } from './transport.ts';
import type { ConnectUri } from './uri.ts';

/** virNetSocketNewConnectUNIX waits this long for a daemon that it started. */
const START_TRIES = 500;
const START_PAUSE_MS = 10;

export async function openUnix(uri: ConnectUri, { signal, onStep }: OpenTransportOptions): Promise<Transport> {
  onStep?.('socket');
  throwIfAborted(signal);
  const sockets = new OpenSockets();
  return {
    kind: 'unix',
    dial: (options = {}) =>
      sockets.open([signal, options.signal], (given) => dial(uri, options.readOnly ?? uri.readOnly ?? false, given)),
    forward: (target, options = {}) =>
      sockets.open([options.signal], (given) =>
        openSocket(target.kind === 'unix' ? { path: target.path } : { host: target.host, port: target.port }, {
          signal: given,
          operation: 'forward',
        }),
      ),
    // A socket that was named may be another machine's, or another root's.
    ...(uri.parameters['socket'] === undefined && { shell: localShell }),
    onLost: () => undefined, // every stream is a socket of its own; nothing they share can break
    close: async () => sockets.close(),
  };
}

async function dial(uri: ConnectUri, readOnly: boolean, signal: AbortSignal): Promise<Socket> {
  const open = (): Promise<Socket> =>
    openSocket({ path: chooseSocket(socketCandidates(uri, readOnly)) }, { signal, operation: 'unix.socket' });
  try {
    return await open();
  } catch (thrown) {
    if (!mayStart(uri) || !isAbsent(thrown)) throw thrown;
    await startSessionDaemon(uri);
    return await retry(open, signal);
  }
}

const isAbsent = (thrown: unknown): boolean => thrown instanceof AppError && hasTrait(thrown, 'unattended');

const mayStart = (uri: ConnectUri): boolean =>
  isSession(uri) && uri.parameters['socket'] === undefined && process.env['LIBVIRT_AUTOSTART'] !== '0';

/**
 * Starts the user's own daemon, which ends by itself after two idle minutes. libvirt takes a lock first; Node has none, and needs
 * none: of two daemons the second ends, because the first holds the pid file.
 */
async function startSessionDaemon(uri: ConnectUri): Promise<void> {
  const directory = sessionDirectory();
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((thrown: Error) => {
    throw socketError(thrown, 'unix.start', directory);
  });
  const program = findDaemon(uri);
  if (program === undefined)
    throw appError('socketMissing', 'no session daemon runs, and none is installed', {
      operation: 'unix.start',
      params: { place: chooseSocket(socketCandidates(uri, false)) },
    });
  const child = spawn(program, ['--timeout=120'], { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined); // the socket that doesn't come tells
  child.unref();
}

/**
 * The driver's own daemon where it is installed, libvirtd elsewhere (remoteGetURIDaemonInfo). The environment may name other
 * directories for each (remoteGetDaemonPathEnv).
 */
export function findDaemon(
  { driver, parameters }: Pick<ConnectUri, 'driver' | 'parameters'>,
  { env = process.env, exists = existsSync } = {},
): string | undefined {
  const usual = ['/usr/sbin', '/usr/local/sbin', '/sbin'];
  const paths = (name: string, other: string | undefined): readonly string[] =>
    [...(other === undefined || other === '' ? [] : [other]), ...usual].map((directory) => join(directory, name));
  const modular = driver === '' || driver === 'test' ? [] : paths(`virt${driver}d`, env['VIRTD_PATH']);
  const monolithic = paths('libvirtd', env['LIBVIRTD_PATH']);
  const ways = { direct: modular, legacy: monolithic, auto: [...modular, ...monolithic] };
  const mode = parameters['mode'];
  return ways[mode === 'direct' || mode === 'legacy' ? mode : 'auto'].find((path) => exists(path));
}

async function retry(open: () => Promise<Socket>, signal: AbortSignal): Promise<Socket> {
  for (let left = START_TRIES; ; left--) {
    await wait(START_PAUSE_MS);
    throwIfAborted(signal);
    try {
      return await open();
    } catch (thrown) {
      if (left === 0 || !isAbsent(thrown)) throw thrown;
    }
  }
}
