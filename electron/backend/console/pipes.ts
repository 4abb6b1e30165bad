/** Joins a window's byte channel with a byte stream of the host's, both ways, each side held back by the other. */
import type { Duplex } from 'node:stream';
import { appError, toAppError, type AppError } from '../../../shared/errors.ts';
import type { ByteChannel } from '../../../shared/rpc/contract.ts';
import type { LibvirtStream } from '../../libvirt/index.ts';

/** Joins them when the window's channel is there; without that, `signal` ends the host's side. */
export function pipeDuplex(socket: Duplex, signal: AbortSignal): (channel: ByteChannel) => void {
  const abandon = (): void => void socket.destroy();
  signal.addEventListener('abort', abandon, { once: true });
  socket.on('error', () => undefined); // reported by the reading side below
  return (channel) => {
    channel.onData(async (bytes) => {
      if (!socket.write(bytes) && !socket.destroyed) await drained(socket);
    });
    channel.onClose(() => socket.destroy());
    void copy(socket, channel).finally(() => {
      signal.removeEventListener('abort', abandon);
      socket.destroy();
    });
  };
}

function drained(socket: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}

async function copy(socket: Duplex, channel: ByteChannel): Promise<void> {
  try {
    for await (const bytes of socket) await channel.send(bytes);
    channel.close();
  } catch (thrown) {
    channel.close(ended(thrown));
  }
}

/** @param release called once when the stream has ended, however that came */
export function pipeStream(
  stream: LibvirtStream,
  release: () => Promise<void>,
  signal: AbortSignal,
): (channel: ByteChannel) => void {
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closing ??= stream
      .abort()
      .catch(() => undefined)
      .then(release));
  const abandon = (): void => void close();
  signal.addEventListener('abort', abandon, { once: true });
  return (channel) => {
    channel.onData((bytes) => stream.send(bytes));
    channel.onClose(() => void close());
    void copyStream(stream, channel).finally(() => {
      signal.removeEventListener('abort', abandon);
      void close();
    });
  };
}

/** The guest's end closed is an ordinary end; somebody taking the console over is an error of the stream's. */
async function copyStream(stream: LibvirtStream, channel: ByteChannel): Promise<void> {
  try {
    for await (const chunk of stream) if (chunk.kind === 'data') await channel.send(chunk.bytes);
    channel.close();
  } catch (thrown) {
    channel.close(ended(thrown));
  }
}

function ended(thrown: unknown): AppError {
  const error = toAppError(thrown);
  return error.code === 'internal'
    ? appError('connectionLost', error.message, { raw: error.message, retry: true })
    : error;
}
