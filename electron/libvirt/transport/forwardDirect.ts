/** Consoles of hosts that are reached without SSH: straight to where QEMU listens, if it listens to the network. */
import type { Socket } from 'node:net';
import { appError } from '../../../shared/errors.ts';
import { openSocket } from './socket.ts';
import type { DialOptions, ForwardTarget } from './transport.ts';

const loopback = /^(127\.|::1$|localhost$)/;

/**
 * @param host the host as the URI names it: what listens on its loopback as seen from there is looked for at that name, because
 * consoles that listen everywhere are announced so
 */
export async function forwardDirect(host: string, target: ForwardTarget, options: DialOptions = {}): Promise<Socket> {
  if (target.kind === 'unix') {
    throw appError('notSupported', 'a UNIX socket of another machine needs SSH', { params: { why: 'unixSocket' } });
  }
  const address = loopback.test(target.host) ? host : target.host;
  return await openSocket({ host: address, port: target.port }, { signal: options.signal, operation: 'forward' });
}
