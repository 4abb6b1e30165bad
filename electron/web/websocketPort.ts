import type { WebSocket } from 'ws';
import type { Wire } from '../../shared/rpc/contract.ts';
import { decode, encode } from '../../shared/rpc/codec.ts';
import type { Port } from '../../shared/rpc/port.ts';

/** Milliseconds between pings; a window that has not answered one by the next is gone. */
const heartbeat = 15_000;

/** A WebSocket as a port. What can't be decoded is handed on as `null`, which is no frame, so that the RPC ends the port. */
export function webSocketPort(socket: WebSocket, { heartbeatMs = heartbeat } = {}): Port {
  let answered = true;
  const beat = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  }, heartbeatMs);
  beat.unref();
  socket.on('pong', () => {
    answered = true;
  });
  // A close always follows an error, and the RPC tells its users of that.
  socket.on('error', () => undefined);
  socket.on('close', () => clearInterval(beat));

  return {
    send(message) {
      const frame = encode(message);
      if (socket.readyState === socket.OPEN) socket.send(frame);
    },
    onMessage(listener) {
      socket.on('message', (data, isBinary) => listener(read(data, isBinary)));
    },
    onClose(listener) {
      socket.once('close', () => listener());
    },
    close() {
      socket.close();
    },
    buffered: () => socket.bufferedAmount,
  };
}

function read(data: Buffer | ArrayBuffer | Buffer[], isBinary: boolean): Wire {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data;
  try {
    return decode(isBinary ? bytes : bytes.toString('utf8'));
  } catch {
    return null;
  }
}
