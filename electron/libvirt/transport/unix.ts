/** This machine's own daemons, by UNIX socket. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError, appError } from '../../../shared/errors.ts';
import { chooseSocket, isSession, sessionDirectory, socketCandidates } from './localSockets.ts';
import { openSocket, OpenSockets } from './socket.ts';
import type { OpenTransportOptions, Transport } from './transport.ts';
import type { ConnectUri } from './uri.ts';

/** virNetSocketNewConnectUNIX waits this long for a daemon that it started. */
const START_TRIES = 500;
const START_PAUSE_MS = 10;

export async function openUnix(uri: ConnectUri, { signal, onStep }: OpenTransportOptions): Promise<Transport> {
  onStep?.('socket');
  signal.throwIfAborted();
  const sockets = new OpenSockets();
  return {
    kind: 'unix',
    dial: async (options = {}) =>
      sockets.add(await dial(uri, options.readOnly ?? uri.readOnly ?? false, options.signal ?? signal)),
    forward: async (target, options = {}) =>
      sockets.add(
        await openSocket(target.kind === 'unix' ? { path: target.path } : { host: target.host, port: target.port }, {
          signal: options.signal,
          operation: 'unix.forward',
        }),
      ),
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
    await startSessionDaemon();
    return await retry(open, signal);
  }
}

const isAbsent = (thrown: unknown): boolean =>
  thrown instanceof AppError && (thrown.code === 'socketMissing' || thrown.code === 'connectionRefused');

const mayStart = (uri: ConnectUri): boolean =>
  isSession(uri) && uri.parameters['socket'] === undefined && process.env['LIBVIRT_AUTOSTART'] !== '0';

/**
 * Starts the user's own daemon, which ends by itself after two idle minutes. libvirt takes a lock first; Node has none, and needs
 * none: of two daemons the second ends, because the first holds the pid file.
 */
async function startSessionDaemon(): Promise<void> {
  await mkdir(sessionDirectory(), { recursive: true, mode: 0o700 });
  const program = findDaemon();
  if (program === undefined)
    throw appError('socketMissing', 'no session daemon runs, and none is installed', {
      params: { place: 'virtqemud' },
    });
  const child = spawn(program, ['--timeout=120'], { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined); // the socket that doesn't come tells
  child.unref();
}

/** virtqemud where the daemons are modular, libvirtd elsewhere; their directories can be overridden (remoteGetDaemonPath). */
function findDaemon(): string | undefined {
  const directories = ['/usr/sbin', '/usr/local/sbin', '/sbin'];
  return [
    process.env['VIRTD_PATH'] ?? '',
    process.env['LIBVIRTD_PATH'] ?? '',
    ...['virtqemud', 'libvirtd'].flatMap((name) => directories.map((directory) => join(directory, name))),
  ].find((path) => path !== '' && existsSync(path));
}

async function retry(open: () => Promise<Socket>, signal: AbortSignal): Promise<Socket> {
  for (let left = START_TRIES; ; left--) {
    await wait(START_PAUSE_MS);
    signal.throwIfAborted();
    try {
      return await open();
    } catch (thrown) {
      if (left === 0 || !isAbsent(thrown)) throw thrown;
    }
  }
}
