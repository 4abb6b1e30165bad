/** Consoles of hosts that are reached without SSH: straight to where QEMU listens, if it listens to the network. */
import type { Socket } from 'node:net';
import { appError } from '../../../shared/errors.ts';
import { openSocket } from './socket.ts';
import type { DialOptions, ForwardTarget } from './transport.ts';

/** What isn't the name of a machine for anybody but the host itself. */
const hostItself = /^(127\.[\d.]+|::1|localhost|0\.0\.0\.0|::|)$/;

/**
 * @param host as the URI names it. What listens on all addresses, or is announced on the host's loopback because of that, is looked
 * for at this name
 * @throws AppError `notSupported` for UNIX sockets, `connectionRefused` where nothing listens to the network
 */
export async function forwardDirect(host: string, target: ForwardTarget, options: DialOptions = {}): Promise<Socket> {
  if (target.kind === 'unix') {
    throw appError('notSupported', 'a UNIX socket of another machine needs SSH', {
      operation: 'forward',
      params: { why: 'unixSocket' },
    });
  }
  const address = hostItself.test(target.host) ? host : target.host;
  return await openSocket({ host: address, port: target.port }, { signal: options.signal, operation: 'forward' });
}
