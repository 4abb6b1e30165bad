/**
 * A TLS connection whose every write travels in records of its own.
 *
 * libvirtd takes one message from a TLS record and then waits for its socket to become readable: a second message in the same record
 * lies in GnuTLS's buffer, where poll doesn't see it, until something else arrives (virNetSocketHasCachedData knows SASL and SSH, not
 * TLS; seen with 9.0.0: 5 s, until the next keepalive). Node joins writes that wait or are corked; a stream without `_writev` doesn't.
 */
import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { appError } from '../../../shared/errors.ts';

type Done = (error?: Error | null) => void;

export class TlsStream extends Duplex {
  readonly #socket: TLSSocket;

  /** @param socket connected and greeted; nobody else reads it */
  constructor(socket: TLSSocket, place: string) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      if (!this.destroyed && !this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', ({ message: raw }) =>
      this.destroy(
        appError('connectionLost', `${place}: ${raw}`, { operation: 'tls', raw, params: { place }, retry: true }),
      ),
    );
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#socket.write(chunk, done);
  }

  override _final(done: Done): void {
    this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#socket.destroy();
    done(error);
  }
}
