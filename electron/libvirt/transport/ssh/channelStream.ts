/** A channel of an SSH connection as an ordinary stream: back-pressure both ways, one error that says what happened. */
import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { appError, type AppError } from '../../../../shared/errors.ts';

/** What of a command's standard error is kept. Bytes. */
const STDERR_MAX = 4096;

export class ChannelStream extends Duplex {
  readonly #channel: ClientChannel;
  #stderr = '';
  #exit: number | undefined;
  #received = false;

  /** @param describe makes the error of a command that ended badly before it said anything */
  constructor(channel: ClientChannel, describe?: (exit: number | undefined, stderr: string) => AppError) {
    super({ allowHalfOpen: true });
    this.#channel = channel;
    channel.on('data', (chunk: Buffer) => {
      this.#received = true;
      if (!this.push(chunk)) channel.pause();
    });
    channel.on('end', () => this.#ended(describe));
    channel.on('close', () => this.#ended(describe));
    channel.on('error', (error: Error) => this.destroy(error));
    channel.on('exit', (code: number | null) => (this.#exit = code ?? undefined));
    channel.stderr?.on('data', (chunk: Buffer) => {
      if (this.#stderr.length < STDERR_MAX) this.#stderr += chunk.toString('utf8');
    });
  }

  #ended(describe: ((exit: number | undefined, stderr: string) => AppError) | undefined): void {
    if (this.destroyed) return;
    // The exit status and the last of standard error come after the end of the data.
    setImmediate(() => {
      if (describe && !this.#received && this.#channel.destroyed)
        this.destroy(describe(this.#exit, this.#stderr.trim()));
      else if (!this.readableEnded) this.push(null);
    });
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#channel.destroyed || !this.#channel.writable) {
      done(appError('connectionLost', 'the channel is closed'));
      return;
    }
    this.#channel.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#channel.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#channel.on('error', () => undefined);
    this.#channel.close();
    done(error);
  }
}
