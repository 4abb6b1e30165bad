/** Opens sockets of this machine, with a limit and a way to give up. */
import { connect, type Socket, type TcpSocketConnectOpts, type IpcSocketConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { appError, type AppError } from '../../../shared/errors.ts';
import { abortError, throwIfAborted } from './abort.ts';
import { socketError } from './socketError.ts';

export const CONNECT_TIMEOUT_MS = 20_000;

export interface OpenSocketOptions {
  readonly signal?: AbortSignal | undefined;
  /** The step, for errors: `tcp.connect`. */
  readonly operation: string;
  /** {@link CONNECT_TIMEOUT_MS} by default. */
  readonly timeoutMs?: number;
}

/**
 * Resolves when connected.
 * @throws AppError by the system's error, `connectTimeout`, or the signal's reason
 */
export function openSocket(
  to: TcpSocketConnectOpts | IpcSocketConnectOpts,
  { signal, operation, timeoutMs = CONNECT_TIMEOUT_MS }: OpenSocketOptions,
): Promise<Socket> {
  throwIfAborted(signal);
  const place = 'port' in to ? `${to.host ?? 'localhost'}:${to.port}` : to.path;
  return new Promise((resolve, reject) => {
    const socket = connect(to);
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.off('error', failed);
    };
    const fail = (reason: AppError): void => {
      settle();
      socket.on('error', ignore);
      socket.destroy();
      reject(reason);
    };
    const failed = (error: Error): void => fail(socketError(error, operation, place));
    const abort = (): void => signal && fail(abortError(signal));
    const timer = setTimeout(() => fail(connectTimeout(place, operation)), timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('error', failed);
    socket.once('connect', () => {
      settle();
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

export const connectTimeout = (place: string, operation: string): AppError =>
  appError('connectTimeout', `no answer from ${place}`, { operation, params: { place }, retry: true });

/**
 * For streams that are handed out: an error before the new owner listens must not end the program. Such a stream is `destroyed` and has
 * its error in `errored`.
 */
export const ignore = (): void => undefined;

/** The sockets of one transport: they end with it, also those that are only just being opened. */
export class OpenSockets {
  readonly #sockets = new Set<Duplex>();
  readonly #life = new AbortController();

  /** @param signals what else ends the opening */
  async open<S extends Duplex>(
    signals: readonly (AbortSignal | undefined)[],
    opening: (signal: AbortSignal) => Promise<S>,
  ): Promise<S> {
    const signal = AbortSignal.any([this.#life.signal, ...signals.filter((one) => one !== undefined)]);
    throwIfAborted(signal);
    const socket = await opening(signal);
    this.#sockets.add(socket);
    socket.on('error', ignore);
    socket.once('close', () => this.#sockets.delete(socket));
    if (signal.aborted) socket.destroy();
    throwIfAborted(signal);
    return socket;
  }

  close(): void {
    this.#life.abort(appError('cancelled', 'the way to the host was closed'));
    for (const socket of this.#sockets) socket.destroy();
  }
}
