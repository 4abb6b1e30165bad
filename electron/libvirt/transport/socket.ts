/** Opens sockets of this machine, with a limit and a way to give up. */
import { connect, type Socket, type TcpSocketConnectOpts, type IpcSocketConnectOpts } from 'node:net';
import { appError } from '../../../shared/errors.ts';
import { socketError } from './socketError.ts';

export const CONNECT_TIMEOUT_MS = 20_000;

/**
 * Resolves when connected.
 * @throws AppError by the system's error, `connectTimeout` after 20 s, or the signal's reason
 */
export function openSocket(
  to: TcpSocketConnectOpts | IpcSocketConnectOpts,
  { signal, operation }: { readonly signal?: AbortSignal | undefined; readonly operation: string },
): Promise<Socket> {
  signal?.throwIfAborted();
  const place = 'path' in to && to.path ? to.path : 'port' in to ? `${to.host ?? 'localhost'}:${to.port}` : 'socket';
  return new Promise((resolve, reject) => {
    const socket = connect(to);
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.off('error', failed);
    };
    const fail = (reason: unknown): void => {
      settle();
      socket.on('error', () => undefined); // nobody listens to what a destroyed socket says
      socket.destroy();
      reject(reason);
    };
    const failed = (error: Error): void => fail(socketError(error, operation, place));
    const abort = (): void => fail(signal?.reason ?? appError('cancelled', 'cancelled'));
    const timer = setTimeout(
      () => fail(appError('connectTimeout', `no answer from ${place}`, { operation, params: { place }, retry: true })),
      CONNECT_TIMEOUT_MS,
    );
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('error', failed);
    socket.once('connect', () => {
      settle();
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

/** What a socket that stands ends with when its transport is closed. */
export class OpenSockets {
  readonly #sockets = new Set<Socket>();

  add<S extends Socket>(socket: S): S {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
