/** libvirt's plain TCP port: everything travels in clear, which the window says before. */
import { openSocket, OpenSockets } from './socket.ts';
import { forwardDirect } from './forwardDirect.ts';
import type { OpenTransportOptions, Transport } from './transport.ts';
import type { ConnectUri } from './uri.ts';

const PORT = 16_509;

export async function openTcp(uri: ConnectUri, { signal, onStep }: OpenTransportOptions): Promise<Transport> {
  onStep?.('connect');
  const host = uri.host ?? 'localhost';
  const sockets = new OpenSockets();
  return {
    kind: 'tcp',
    dial: async (options = {}) =>
      sockets.add(
        await openSocket(
          { host, port: uri.port ?? PORT },
          { signal: options.signal ?? signal, operation: 'tcp.connect' },
        ),
      ),
    forward: async (target, options) => sockets.add(await forwardDirect(host, target, options)),
    onLost: () => undefined, // every stream is a socket of its own
    close: async () => sockets.close(),
  };
}
