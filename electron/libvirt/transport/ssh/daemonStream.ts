/**
 * A stream to libvirt's daemon on a host: straight to its socket (one round trip), else through virt-ssh-helper or nc, as libvirt's
 * own client does. sshd refuses a forwarded socket for many reasons and names none of them, so a refusal just means the next way.
 */
import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { appError, type AppError } from '../../../../shared/errors.ts';
import { namesSession } from '../localSockets.ts';
import type { ConnectUri } from '../uri.ts';
import { ChannelStream } from './channelStream.ts';
import { commandLine, quote } from './quote.ts';

const SYSTEM = '/var/run/libvirt';
/** What the shell answers for a command that isn't there. */
const NOT_FOUND = 127;

type Way = (readOnly: boolean, signal: AbortSignal) => Promise<Duplex>;

/** Ways to try in order; the first that worked is taken from then on. */
export function daemonDialler(client: Client, uri: ConnectUri): Way {
  const ways = waysOf(client, uri);
  let chosen: Way | undefined;
  return async (readOnly, signal) => {
    if (chosen) return await chosen(readOnly, signal);
    let refusal: unknown;
    for (const way of ways) {
      signal.throwIfAborted();
      try {
        const stream = await way(readOnly, signal);
        chosen = way;
        return stream;
      } catch (thrown) {
        refusal = thrown;
      }
    }
    throw refusal;
  };
}

function waysOf(client: Client, uri: ConnectUri): readonly Way[] {
  const { socket, netcat, proxy } = uri.parameters;
  const viaCommand: Way = (readOnly, signal) => execute(client, helperCommand(uri, readOnly), signal);
  if (namesSession(uri) && socket === undefined) return [viaCommand]; // only the helper knows the user's runtime directory there
  const sockets: readonly Way[] = socketPaths(uri).map(
    (path): Way =>
      (readOnly, signal) =>
        forwardUnix(client, readOnly && socket === undefined ? `${path}-ro` : path, signal),
  );
  if (netcat !== undefined || proxy === 'netcat' || proxy === 'native') return [viaCommand];
  return [...sockets, viaCommand];
}

/** The daemon that serves everybody, then the driver's own one, where there is no proxy for the old name. */
function socketPaths(uri: ConnectUri): readonly string[] {
  const { socket, mode } = uri.parameters;
  if (socket !== undefined) return [socket];
  const legacy = `${SYSTEM}/libvirt-sock`;
  const direct = `${SYSTEM}/virt${uri.driver}d-sock`;
  if (uri.driver === '' || mode === 'legacy') return [legacy];
  return mode === 'direct' ? [direct] : [legacy, direct];
}

/** One command for both: the helper where it is installed, else nc. `-q0` ends nc with its input where it knows that option. */
export function helperCommand(uri: ConnectUri, readOnly: boolean): string {
  const { socket, mode, netcat, proxy } = uri.parameters;
  const parameters = Object.entries({ socket, mode }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  const separator = uri.connectName.includes('?') ? '&' : '?';
  const name = parameters.length === 0 ? uri.connectName : `${uri.connectName}${separator}${parameters.join('&')}`;
  const helper = commandLine('virt-ssh-helper', ...(readOnly ? ['-r'] : []), name);
  const path = socket ?? `${SYSTEM}/libvirt-sock${readOnly ? '-ro' : ''}`;
  const nc = quote(netcat ?? 'nc');
  const viaNc = `if ${nc} -q 2>&1 | grep "requires an argument" >/dev/null 2>&1; then exec ${nc} -q0 -U ${quote(path)}; else exec ${nc} -U ${quote(path)}; fi`;
  if (netcat !== undefined || proxy === 'netcat') return commandLine('sh', '-c', viaNc);
  if (proxy === 'native') return commandLine('sh', '-c', `exec ${helper}`);
  return commandLine(
    'sh',
    '-c',
    `if command -v virt-ssh-helper >/dev/null 2>&1; then exec ${helper}; else ${viaNc}; fi`,
  );
}

/** @throws AppError `forwardRefused`: sshd doesn't say whether the socket is missing, forbidden, or forwarding switched off */
export function forwardUnix(client: Client, path: string, signal: AbortSignal): Promise<Duplex> {
  return opened(
    signal,
    (done) => client.openssh_forwardOutStreamLocal(path, done),
    (error) =>
      appError('forwardRefused', `${path}: ${error.message}`, {
        operation: 'ssh.socket',
        raw: error.message,
        params: { place: path },
      }),
  );
}

export function forwardTcp(client: Client, host: string, port: number, signal: AbortSignal): Promise<Duplex> {
  const place = `${host}:${port}`;
  return opened(
    signal,
    (done) => client.forwardOut('127.0.0.1', 0, host, port, done),
    (error) =>
      appError('forwardRefused', `${place}: ${error.message}`, {
        operation: 'ssh.forward',
        raw: error.message,
        params: { place },
      }),
  );
}

/** Runs a command whose standard input and output are the stream. */
export function execute(client: Client, command: string, signal: AbortSignal): Promise<Duplex> {
  const failed = (exit: number | undefined, stderr: string): AppError =>
    appError(exit === NOT_FOUND ? 'helperMissing' : 'sshCommandFailed', stderr || `the command ended with ${exit}`, {
      operation: 'ssh.socket',
      raw: stderr,
      params: { exit: exit ?? -1 },
    });
  return opened(
    signal,
    (done) => client.exec(command, done),
    (error) =>
      appError('sshCommandFailed', error.message, { operation: 'ssh.exec', raw: error.message, params: { exit: -1 } }),
    failed,
  );
}

type Opener = (done: (error: Error | undefined, channel: ClientChannel) => void) => void;

/** A channel that comes after the caller has gone is closed. */
function opened(
  signal: AbortSignal,
  open: Opener,
  refused: (error: Error) => AppError,
  describe?: (exit: number | undefined, stderr: string) => AppError,
): Promise<Duplex> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const settled = (error: Error | undefined, channel: ClientChannel): void => {
      signal.removeEventListener('abort', abort);
      if (error) reject(refused(error));
      else if (signal.aborted) channel.close();
      else resolve(new ChannelStream(channel, describe));
    };
    try {
      open(settled);
    } catch (thrown) {
      reject(refused(thrown instanceof Error ? thrown : new Error(String(thrown))));
    }
  });
}
