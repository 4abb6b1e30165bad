import type { Duplex } from 'node:stream';

type Done = (error?: Error | null) => void;

/**
 * From now on what is written to the stream within one turn leaves in one system call: ssh2 writes each of its packets, of at most
 * 32 KiB, in three pieces.
 */
export function writeTogether(stream: Duplex): void {
  const write = stream.write.bind(stream);
  let corked = false;
  stream.write = (chunk: unknown, encodingOrDone?: BufferEncoding | Done, done?: Done): boolean => {
    if (!corked) {
      corked = true;
      stream.cork();
      process.nextTick(() => {
        corked = false;
        stream.uncork();
      });
    }
    return typeof encodingOrDone === 'string' ? write(chunk, encodingOrDone, done) : write(chunk, encodingOrDone);
  };
}
