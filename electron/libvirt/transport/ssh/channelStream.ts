/** A channel of an SSH connection as an ordinary stream: back-pressure both ways, one error that says what happened. */
import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { appError, type AppError } from '../../../../shared/errors.ts';
import { Tail } from './tail.ts';

type Done = (error?: Error | null) => void;

/** Makes the error of a command that ended badly before it said anything. @param exit its status; undefined where a signal ended it */
export type DescribeExit = (exit: number | undefined, stderr: string) => AppError;

/**
 * ssh2's channels lack what others rely on: they are never `destroyed`, a write after the end never calls back, and `close` waits for
 * somebody to read the rest.
 */
export class ChannelStream extends Duplex {
  readonly #channel: ClientChannel;
  readonly #describe: DescribeExit | undefined;
  readonly #stderr = new Tail();
  #exit: number | undefined;
  #received = false;
  #readableDone = false;
  #open = true;
  #writing: Done | undefined;

  /** @param describe for a channel that runs a command */
  constructor(channel: ClientChannel, describe?: DescribeExit) {
    super({ allowHalfOpen: true });
    this.#channel = channel;
    this.#describe = describe;
    channel.on('data', (chunk: Buffer) => {
      this.#received = true;
      if (!this.destroyed && !this.push(chunk)) channel.pause();
    });
    channel.on('end', () => {
      if (!describe) this.#endReadable(); // a command's end is judged with its exit status, which comes later
    });
    channel.on('exit', (code: number | null) => (this.#exit = code ?? undefined));
    channel.on('close', () => this.#closed());
    channel.on('error', (error: Error) => this.destroy(error));
    channel.stderr?.on('data', (chunk: Buffer) => this.#stderr.add(chunk));
  }

  /** The other side is gone altogether. What it sent can still be read; nothing can be sent any more. */
  #closed(): void {
    this.#open = false;
    if (this.destroyed) return;
    if (this.#describe && this.#exit !== 0 && !this.#received) {
      this.destroy(this.#describe(this.#exit, this.#stderr.text));
      return;
    }
    const writing = this.#writing;
    this.#writing = undefined;
    this.#endReadable();
    if (writing) writing(closedError());
    else this.end();
  }

  #endReadable(): void {
    if (this.#readableDone || this.destroyed) return;
    this.#readableDone = true;
    this.push(null);
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    if (!this.#open || !this.#channel.writable) {
      done(closedError());
      return;
    }
    this.#writing = done;
    this.#channel.write(chunk, (error) => {
      if (this.#writing !== done) return;
      this.#writing = undefined;
      done(error);
    });
  }

  /** What was written together travels together: one encrypted packet instead of many. What is large isn't copied for that. */
  override _writev(chunks: readonly { readonly chunk: Buffer; readonly encoding: BufferEncoding }[], done: Done): void {
    const parts = joined(chunks.map(({ chunk }) => chunk));
    const last = parts.pop() ?? Buffer.alloc(0);
    if (this.#open && this.#channel.writable) for (const part of parts) this.#channel.write(part);
    this._write(last, 'utf8', done);
  }

  override _final(done: Done): void {
    if (this.#open) this.#channel.end();
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#writing = undefined;
    this.#channel.close();
    this.#channel.resume(); // what still comes is thrown away, so that ssh2 can close the channel
    done(error);
  }
}

/** Shorter ones are put together. */
const LARGE_BYTES = 16 * 1024;

function joined(chunks: readonly Buffer[]): Buffer[] {
  const parts: Buffer[] = [];
  let small: Buffer[] = [];
  for (const chunk of chunks) {
    if (chunk.length < LARGE_BYTES) {
      small.push(chunk);
      continue;
    }
    if (small.length > 0) parts.push(Buffer.concat(small));
    small = [];
    parts.push(chunk);
  }
  if (small.length > 0) parts.push(Buffer.concat(small));
  return parts;
}

const closedError = (): AppError =>
  appError('connectionLost', 'the other side has closed the channel', { operation: 'ssh.channel', retry: true });
