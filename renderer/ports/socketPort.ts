/** A WebSocket of this page as a port. */
import type { Wire } from '../../shared/rpc/contract.ts';
import { decode, encode } from '../../shared/rpc/codec.ts';
import type { Port } from '../../shared/rpc/port.ts';

/** Rejects when the socket can't be opened. */
export function openSocketPort(url: URL): Promise<Port> {
  const address = new URL(url);
  address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  address.hash = '';
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(port(socket)), { once: true });
    socket.addEventListener('close', () => reject(new Error('the socket was closed')), { once: true });
  });
}

function port(socket: WebSocket): Port {
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(encode(message));
    },
    onMessage: (listener) => socket.addEventListener('message', ({ data }: MessageEvent) => listener(read(data))),
    onClose: (listener) => socket.addEventListener('close', listener, { once: true }),
    close: () => socket.close(),
    buffered: () => socket.bufferedAmount,
  };
}

/** What can't be decoded becomes null, which is no frame: the RPC then ends the port. */
function read(data: unknown): Wire {
  try {
    if (typeof data === 'string') return decode(data);
    return data instanceof ArrayBuffer ? decode(new Uint8Array(data)) : null;
  } catch {
    return null;
  }
}
