/** Channels of an SSH connection: to a socket, to a port, to a command. */
import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { appError, type AppError } from '../../../../shared/errors.ts';
import { abortError, throwIfAborted } from '../abort.ts';
import { ChannelStream, type DescribeExit } from './channelStream.ts';

/** What the shell answers for a command that isn't there. */
const NOT_FOUND = 127;

/** @throws AppError `forwardRefused`: sshd doesn't say whether the socket is missing, forbidden, or forwarding switched off */
export const forwardUnix = (client: Client, path: string, signal: AbortSignal): Promise<Duplex> =>
  opened(signal, (done) => client.openssh_forwardOutStreamLocal(path, done), forwardRefused('ssh.socket', path));

/** @throws AppError `forwardRefused`; whether it was sshd's configuration that refused is told by {@link isProhibited} */
export const forwardTcp = (client: Client, host: string, port: number, signal: AbortSignal): Promise<Duplex> =>
  opened(
    signal,
    (done) => client.forwardOut('127.0.0.1', 0, host, port, done),
    forwardRefused('ssh.forward', `${host}:${port}`),
  );

/** Runs a command whose standard input and output are the stream. If the command fails, the stream's error has its words. */
export function execute(client: Client, command: string, signal: AbortSignal): Promise<Duplex> {
  const failed: DescribeExit = (exit, stderr) =>
    appError(exit === NOT_FOUND ? 'helperMissing' : 'sshCommandFailed', stderr || `the command ended with ${exit}`, {
      operation: 'ssh.exec',
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

/**
 * Makes the server send small answers at once. sshd sets TCP_NODELAY when a session runs a command (ssh_packet_set_interactive, called by
 * do_exec in its session.c), never for forwarded sockets. Without it the second of two answers waits for our acknowledgement of the first,
 * which systems delay by 40 ms or a round trip. So one command runs that does nothing; where it may not, answers are just later.
 */
export function makePrompt(client: Client): void {
  try {
    client.exec('true', (error, channel) => {
      if (error) return;
      channel.on('error', () => undefined);
      channel.once('exit', () => channel.close());
      channel.resume();
      channel.end();
    });
  } catch {
    // the connection has just ended, which others say
  }
}

/** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED (RFC 4254, 5.1): the configuration says no, whatever listens there. */
const PROHIBITED = 1;

const forwardRefused =
  (operation: string, place: string) =>
  (error: Error): AppError => {
    const reason: unknown = 'reason' in error ? error.reason : undefined;
    return appError('forwardRefused', `${place}: ${error.message}`, {
      operation,
      raw: error.message,
      params: { place, reason: typeof reason === 'number' ? reason : 0 },
    });
  };

export const isProhibited = (error: AppError): boolean => error.data.params?.['reason'] === PROHIBITED;

type Opener = (done: (error: Error | undefined, channel: ClientChannel) => void) => void;

/** A channel that comes after the caller has gone is closed. */
function opened(
  signal: AbortSignal,
  open: Opener,
  refused: (error: Error) => AppError,
  describe?: DescribeExit,
): Promise<Duplex> {
  throwIfAborted(signal);
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(abortError(signal));
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
      signal.removeEventListener('abort', abort);
      reject(refused(thrown instanceof Error ? thrown : new Error(String(thrown)))); // ssh2 throws "Not connected"
    }
  });
}
