/** libvirt's plain TCP port: everything travels in clear, which the window says before. */
import { forwardDirect } from './forwardDirect.ts';
import { openSocket, OpenSockets } from './socket.ts';
import type { OpenTransportOptions, Transport } from './transport.ts';
import type { ConnectUri } from './uri.ts';

const PORT = 16_509;

export async function openTcp(uri: ConnectUri, { signal, onStep }: OpenTransportOptions): Promise<Transport> {
  onStep?.('connect');
  const host = uri.host ?? 'localhost';
  const port = uri.port ?? PORT;
  const sockets = new OpenSockets();
  return {
    kind: 'tcp',
    dial: (options = {}) =>
      sockets.open([signal, options.signal], (given) =>
        openSocket({ host, port }, { signal: given, operation: 'tcp.connect' }),
      ),
    forward: (target, options = {}) =>
      sockets.open([options.signal], (given) => forwardDirect(host, target, { signal: given })),
    onLost: () => undefined, // every stream is a socket of its own
    close: async () => sockets.close(),
  };
}
