/** A command on this machine whose standard input and output are the stream. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { Duplex } from 'node:stream';
import { appError, type AppError } from '../../../../shared/errors.ts';
import { abortError, throwIfAborted } from '../abort.ts';
import type { DescribeExit } from './channelStream.ts';
import { Tail } from './tail.ts';

type Done = (error?: Error | null) => void;

/** A command that doesn't end when told to is killed after this. */
const KILL_AFTER_MS = 2000;

/**
 * Starts a command; resolves when it runs.
 * @param signal ends the command as long as it is starting; afterwards the stream's `destroy` does
 * @param describe the error it ends with unless its status is 0
 * @throws AppError `sshBinaryMissing` where there is no such command
 */
export async function runProcess(
  [command, ...words]: readonly [string, ...string[]],
  signal: AbortSignal,
  describe: DescribeExit,
): Promise<Duplex> {
  throwIfAborted(signal);
  const child = spawn(command, words, { stdio: 'pipe', windowsHide: true });
  const stream = new ProcessStream(child, describe);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(missing(command, error)));
  });
  if (signal.aborted) {
    stream.destroy();
    throw abortError(signal);
  }
  return stream;
}

const missing = (command: string, error: Error): AppError =>
  appError('sshBinaryMissing', error.message, { operation: 'ssh.system', raw: error.message, params: { command } });

class ProcessStream extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #stderr = new Tail();

  constructor(child: ChildProcessWithoutNullStreams, describe: DescribeExit) {
    super({ allowHalfOpen: true });
    this.#child = child;
    child.stdout.on('data', (chunk: Buffer) => {
      if (!this.destroyed && !this.push(chunk)) child.stdout.pause();
    });
    child.stderr.on('data', (chunk: Buffer) => this.#stderr.add(chunk));
    child.stdin.on('error', () => undefined); // it has ended, and `close` says why
    child.on('error', () => undefined); // told by runProcess
    // Not `exit`: the last of both outputs comes after it.
    child.on('close', (code) => {
      if (this.destroyed) return;
      if (code === 0) {
        this.push(null);
        this.end();
      } else this.destroy(describe(code ?? undefined, this.#stderr.text));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    // An error here is the command's end; `close` follows and has its words.
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: Done): void {
    this.#child.stdin.end();
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    const child = this.#child;
    child.stdout.resume();
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
      child.once('exit', () => clearTimeout(timer));
    }
    done(error);
  }
}
