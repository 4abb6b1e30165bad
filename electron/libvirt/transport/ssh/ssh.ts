/** SSH: one connection per host, of which every lane, console and tunnel is a channel. */
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { appError, toAppError, type AppError } from '../../../../shared/errors.ts';
import type { ForwardTarget, OpenTransportOptions, Transport } from '../transport.ts';
import type { ConnectUri } from '../uri.ts';
import { readSshConfig, type SshHostConfig } from './config.ts';
import { connectHop } from './connect.ts';
import { daemonDialler, execute, forwardTcp, forwardUnix } from './daemonStream.ts';
import { commandLine } from './quote.ts';
import { openRoute } from './route.ts';
import { needsSystemSsh, openSystemSsh } from './systemSsh.ts';

export async function openSsh(uri: ConnectUri, options: OpenTransportOptions): Promise<Transport> {
  const { signal, onStep } = options;
  signal.throwIfAborted();
  onStep?.('resolve');
  const config = await configOf(uri, signal);
  try {
    return await openSsh2(uri, config, quiet(uri, options));
  } catch (thrown) {
    const error = toAppError(thrown);
    const why = await needsSystemSsh(error, config);
    if (why === undefined || signal.aborted) throw error;
    return await openSystemSsh(uri, { why, before: error, signal });
  }
}

/** The URI's own parameters go before ssh_config. */
async function configOf(uri: ConnectUri, signal: AbortSignal): Promise<SshHostConfig> {
  const config = await readSshConfig({ host: uri.host ?? '', user: uri.user, port: uri.port }, signal);
  const { known_hosts: file, known_hosts_verify: verify } = uri.parameters;
  const strict = verify === 'ignore' ? 'no' : verify === 'auto' ? 'accept-new' : undefined;
  return {
    ...config,
    ...(file !== undefined && { knownHostsFiles: [file] }),
    ...(strict !== undefined && { strictHostKeyChecking: strict }),
  };
}

/** `no_tty=1`: nobody is there to be asked. */
function quiet(uri: ConnectUri, options: OpenTransportOptions): OpenTransportOptions {
  if (uri.parameters['no_tty'] !== '1') return options;
  const nobody = (): Promise<never> =>
    Promise.reject(appError('cancelled', 'the URI says that nobody can be asked (no_tty)'));
  return {
    ...options,
    ask: { hostKey: nobody, passphrase: nobody, password: nobody, keyboardInteractive: nobody, sasl: nobody },
  };
}

async function openSsh2(uri: ConnectUri, config: SshHostConfig, options: OpenTransportOptions): Promise<Transport> {
  const route = await openRoute(config, options);
  const end = (): void => {
    for (const hop of route.hops.toReversed()) hop.destroy();
  };
  try {
    const client = await connectHop({
      ...options,
      config,
      stream: route.stream,
      keyFile: uri.parameters['keyfile'],
      noVerify: uri.parameters['no_verify'] === '1',
    });
    options.onStep?.('socket');
    return new SshTransport(client, uri, end);
  } catch (thrown) {
    end();
    throw thrown;
  }
}

class SshTransport implements Transport {
  readonly kind = 'ssh';
  readonly #client: Client;
  readonly #dial: ReturnType<typeof daemonDialler>;
  readonly #uri: ConnectUri;
  readonly #end: () => void;
  readonly #streams = new Set<Duplex>();
  #closed = false;
  #lost: AppError | undefined;
  readonly #listeners: ((reason: AppError) => void)[] = [];

  constructor(client: Client, uri: ConnectUri, end: () => void) {
    this.#client = client;
    this.#uri = uri;
    this.#end = end;
    this.#dial = daemonDialler(client, uri);
    client.on('error', (error) => this.#onLost(error.message));
    client.on('close', () => this.#onLost('the SSH connection was closed'));
  }

  async dial({ signal = AbortSignal.timeout(60_000), readOnly = this.#uri.readOnly ?? false } = {}): Promise<Duplex> {
    return this.#kept(await this.#dial(readOnly, signal));
  }

  async forward(target: ForwardTarget, { signal = AbortSignal.timeout(60_000) } = {}): Promise<Duplex> {
    return this.#kept(await this.#forward(target, signal));
  }

  onLost(listener: (reason: AppError) => void): void {
    const lost = this.#lost;
    if (lost) queueMicrotask(() => listener(lost));
    else this.#listeners.push(listener);
  }

  close(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#closed = true;
    const ended = new Promise<void>((resolve) => {
      this.#client.once('close', () => resolve());
      setTimeout(resolve, 1000).unref(); // a dead link gives no answer
    });
    this.#client.end();
    return ended.then(() => {
      this.#client.destroy();
      this.#end();
    });
  }

  /** Where sshd forwards nothing, nc on the host does. */
  async #forward(target: ForwardTarget, signal: AbortSignal): Promise<Duplex> {
    const direct =
      target.kind === 'tcp'
        ? forwardTcp(this.#client, target.host, target.port, signal)
        : forwardUnix(this.#client, target.path, signal);
    try {
      return await direct;
    } catch (thrown) {
      signal.throwIfAborted();
      if (this.#closed || this.#lost) throw thrown;
      const words = target.kind === 'tcp' ? [target.host, String(target.port)] : ['-U', target.path];
      return await execute(this.#client, commandLine('nc', ...words), signal);
    }
  }

  #kept(stream: Duplex): Duplex {
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
    return stream;
  }

  #onLost(raw: string): void {
    if (this.#lost) return;
    const reason = appError('connectionLost', raw, { operation: 'ssh', raw, retry: true });
    this.#lost = reason;
    for (const stream of this.#streams) stream.destroy(reason);
    this.#end();
    if (!this.#closed) for (const listener of this.#listeners.splice(0)) listener(reason);
  }
}
