/** All the ways to a host. */
import { openSsh } from './ssh/ssh.ts';
import { openTcp } from './tcp.ts';
import { openTls } from './tls.ts';
import type { OpenTransportOptions, Transport } from './transport.ts';
import { openUnix } from './unix.ts';
import type { ConnectUri } from './uri.ts';

export { readClientUris, resolveUri } from './clientConf.ts';
export { localUris } from './localSockets.ts';
export { sshHosts } from './ssh/config.ts';
export { parseUri, type ConnectUri } from './uri.ts';

/**
 * Opens the way to a host; over SSH this connects and authenticates, elsewhere the first `dial` does.
 * @throws AppError naming the step that failed, with the other side's own words
 */
export function openTransport(uri: ConnectUri, options: OpenTransportOptions): Promise<Transport> {
  switch (uri.transport) {
    case 'unix':
      return openUnix(uri, options);
    case 'ssh':
      return openSsh(uri, options);
    case 'tls':
      return openTls(uri, options);
    case 'tcp':
      return openTcp(uri, options);
  }
}
