/** The standing SSH connection as a transport: streams to the daemon and to consoles are its channels. */
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { AppError, appError } from '../../../../shared/errors.ts';
import { answerOf } from '../shell.ts';
import { ignore } from '../socket.ts';
import type { DialOptions, ForwardTarget, Transport } from '../transport.ts';
import type { ConnectUri } from '../uri.ts';
import { execute, forwardTcp, forwardUnix, isProhibited } from './channels.ts';
import { daemonDialler } from './daemonStream.ts';
import { commandLine } from './quote.ts';

/** For a channel that nobody else sets a limit for. */
const OPEN_TIMEOUT_MS = 60_000;
/** A dead link gives no answer to our leaving. */
const CLOSE_TIMEOUT_MS = 1000;

export class SshTransport implements Transport {
  readonly kind = 'ssh';
  readonly shell = async (command: string, input: Uint8Array, signal: AbortSignal): Promise<Uint8Array> => {
    const line = commandLine('sh', '-c', command);
    return await answerOf(await this.#open(signal, (given) => execute(this.#client, line, given)), input, signal);
  };
  readonly #client: Client;
  readonly #dial: ReturnType<typeof daemonDialler>;
  readonly #uri: ConnectUri;
  readonly #endHops: () => void;
  readonly #streams = new Set<Duplex>();
  readonly #listeners: ((reason: AppError) => void)[] = [];
  /** Why it is over. */
  #ended: AppError | undefined;

  constructor(client: Client, uri: ConnectUri, endHops: () => void) {
    this.#client = client;
    this.#uri = uri;
    this.#endHops = endHops;
    this.#dial = daemonDialler(client, uri);
    client.on('error', ({ message }) => this.#lose(message));
    client.on('close', () => this.#lose('the SSH connection was closed'));
  }

  dial({ signal, readOnly = this.#uri.readOnly ?? false }: DialOptions = {}): Promise<Duplex> {
    return this.#open(signal, (given) => this.#dial(readOnly, given));
  }

  forward(target: ForwardTarget, { signal }: DialOptions = {}): Promise<Duplex> {
    return this.#open(signal, (given) =>
      target.kind === 'tcp' ? this.#forwardTcp(target, given) : this.#forwardUnix(target.path, given),
    );
  }

  onLost(listener: (reason: AppError) => void): void {
    const ended = this.#ended;
    if (!ended) this.#listeners.push(listener);
    else if (ended.code !== 'cancelled') queueMicrotask(() => listener(ended));
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    this.#ended = appError('cancelled', 'the way to the host was closed');
    for (const stream of this.#streams) stream.destroy();
    const gone = new Promise<void>((resolve) => {
      this.#client.once('close', () => resolve());
      setTimeout(resolve, CLOSE_TIMEOUT_MS).unref();
    });
    this.#client.end();
    await gone;
    this.#client.destroy();
    this.#endHops();
  }

  async #open(signal: AbortSignal | undefined, opening: (signal: AbortSignal) => Promise<Duplex>): Promise<Duplex> {
    if (this.#ended) throw this.#ended;
    let stream: Duplex;
    try {
      stream = await opening(signal ?? AbortSignal.timeout(OPEN_TIMEOUT_MS));
    } catch (thrown) {
      throw this.#ended ?? thrown;
    }
    this.#streams.add(stream);
    stream.on('error', ignore);
    stream.once('close', () => this.#streams.delete(stream));
    return stream;
  }

  /** Where sshd forwards no ports, nc on the host does. A port where nothing listens stays one. */
  async #forwardTcp({ host, port }: Extract<ForwardTarget, { kind: 'tcp' }>, signal: AbortSignal): Promise<Duplex> {
    try {
      return await forwardTcp(this.#client, host, port, signal);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || !isProhibited(thrown)) throw thrown;
      return await execute(this.#client, commandLine('nc', host, String(port)), signal);
    }
  }

  /** sshd's refusal has no reason, so nc has a try and says what is wrong. */
  async #forwardUnix(path: string, signal: AbortSignal): Promise<Duplex> {
    try {
      return await forwardUnix(this.#client, path, signal);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'forwardRefused' || this.#ended) throw thrown;
      return await execute(this.#client, commandLine('nc', '-U', path), signal);
    }
  }

  #lose(raw: string): void {
    if (this.#ended) return;
    const reason = appError('connectionLost', raw, { operation: 'ssh', raw, retry: true });
    this.#ended = reason;
    for (const stream of this.#streams) stream.destroy(reason);
    this.#client.destroy();
    this.#endHops();
    for (const listener of this.#listeners.splice(0)) listener(reason);
  }
}
