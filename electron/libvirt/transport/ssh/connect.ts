/** One SSH hop: connects, checks the server's key, authenticates. */
import type { Duplex } from 'node:stream';
import ssh2, {
  type AlgorithmList,
  type AnyAuthMethod,
  type CipherAlgorithm,
  type Client,
  type ConnectConfig,
  type ServerHostKeyAlgorithm,
} from 'ssh2';
import { AppError, appError, toAppError } from '../../../../shared/errors.ts';
import { CONNECT_TIMEOUT_MS } from '../socket.ts';
import type { OpenTransportOptions } from '../transport.ts';
import { authMethods } from './auth.ts';
import type { SshHostConfig } from './config.ts';
import { hostKeyCheck } from './hostKey.ts';
import { serverName } from './knownHosts.ts';

export interface HopParts extends OpenTransportOptions {
  readonly config: SshHostConfig;
  /** The way to the server: a socket, a channel of the hop before, a command's pipes. */
  readonly stream: Duplex;
  readonly keyFile?: string | undefined;
  /** `no_verify=1`: any key will do. */
  readonly noVerify: boolean;
}

/** Time for the handshake and between answers; it stands still while a question is open. */
const HANDSHAKE_TIMEOUT_MS = CONNECT_TIMEOUT_MS;

/** Fast on machines with AES instructions, and what such servers prefer themselves; the others follow. */
const ciphers: AlgorithmList<CipherAlgorithm> = {
  prepend: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com'],
  append: [],
  remove: [],
};

/** ssh2's documentation has `false` for "no more methods"; its types leave it out. */
type NextMethod = (method: AnyAuthMethod | false) => void;

/** @throws AppError `sshHandshakeFailed`, `hostKey...`, `sshAuthFailed`, `sshKeyUnreadable`, `connectTimeout`, `cancelled` */
export async function connectHop(parts: HopParts): Promise<Client> {
  const { config, stream, signal, ask, onStep } = parts;
  const server = serverName(config.hostName, config.port);
  const keys = await hostKeyCheck(config, (question, aborted) => ask.hostKey(question, aborted), parts.noVerify);
  const clock = new Clock(HANDSHAKE_TIMEOUT_MS);
  const tried: string[] = [];
  let offered: readonly string[] = [];
  const client = new ssh2.Client();
  const asking = <T>(question: () => Promise<T>): Promise<T> => clock.stopFor(question);
  const methods = authMethods({ config, server, ask, signal, keyFile: parts.keyFile, asking }, (what) =>
    tried.push(what),
  );
  /** What a callback of ssh2 failed with: ssh2 itself only knows that it failed. */
  let reason: AppError | undefined;

  const settings: ConnectConfig = {
    sock: stream,
    username: config.user,
    readyTimeout: 0,
    keepaliveInterval: 10_000,
    keepaliveCountMax: 3,
    algorithms: {
      cipher: ciphers,
      serverHostKey: { prepend: supported(keys.preferred), append: [], remove: [] },
    },
    hostVerifier: (blob: Buffer, verify: (valid: boolean) => void) => {
      asking(() => keys.check(blob, signal)).then(
        () => verify(true),
        (thrown: unknown) => {
          reason = toAppError(thrown);
          verify(false);
        },
      );
    },
    authHandler: (left, _partial, nextMethod) => {
      const next = nextMethod as NextMethod;
      if (left) offered = left;
      onStep?.('authenticate');
      methods.next(left ?? undefined).then(
        ({ value, done }) => next(done || !value ? false : value),
        (thrown: unknown) => {
          reason = toAppError(thrown);
          next(false);
        },
      );
    },
  };
  onStep?.('handshake');
  try {
    await ready(client, settings, clock, signal);
    client.setNoDelay(true); // without it a small request waits 40 ms for the acknowledgement of the one before
    return client;
  } catch (thrown) {
    client.on('error', () => undefined);
    client.destroy();
    stream.destroy();
    signal.throwIfAborted();
    throw reason ?? explained(thrown, { server, user: config.user, tried, offered });
  }
}

function ready(client: Client, settings: ConnectConfig, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(toAppError(signal.reason));
    const settle = (): void => {
      clock.stop();
      signal.removeEventListener('abort', abort);
      client.off('error', reject);
      client.off('close', closed);
    };
    const closed = (): void =>
      reject(appError('sshHandshakeFailed', 'the server closed the connection', { operation: 'ssh.handshake' }));
    signal.addEventListener('abort', abort, { once: true });
    clock.start(() =>
      reject(appError('connectTimeout', 'the SSH server does not go on', { operation: 'ssh.handshake', retry: true })),
    );
    client.once('ready', () => {
      settle();
      resolve();
    });
    client.once('error', reject);
    client.once('close', closed);
    client.connect(settings);
  });
}

interface Circumstances {
  readonly server: string;
  readonly user: string;
  readonly tried: readonly string[];
  readonly offered: readonly string[];
}

/** ssh2's error as ours. `level` says which part of it speaks. */
function explained(thrown: unknown, { server, user, tried, offered }: Circumstances): AppError {
  if (thrown instanceof AppError) return thrown.with({ operation: 'ssh.handshake' });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const level: unknown = typeof thrown === 'object' && thrown !== null && 'level' in thrown ? thrown.level : undefined;
  if (level === 'client-authentication') {
    return appError('sshAuthFailed', `${server} let ${user} not in`, {
      operation: 'ssh.auth',
      raw: message,
      params: { server, user, tried: [...new Set(tried)].join(', ') || '-', offered: offered.join(', ') || '-' },
    });
  }
  return appError('sshHandshakeFailed', `${server}: ${message}`, {
    operation: 'ssh.handshake',
    raw: message,
    params: { server },
  });
}

/** Algorithms ssh2 can do; it refuses a list with others. */
const hostKeyAlgorithms: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];
const supported = (names: readonly string[]): ServerHostKeyAlgorithm[] =>
  names.flatMap((name) => hostKeyAlgorithms.find((known) => known === name) ?? []);

/** A time limit that can stand still. */
class Clock {
  readonly #ms: number;
  #expired: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.#ms = ms;
  }

  start(expired: () => void): void {
    this.#expired = expired;
    this.#wind();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#expired = undefined;
  }

  async stopFor<T>(work: () => Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    try {
      return await work();
    } finally {
      this.#wind();
    }
  }

  #wind(): void {
    const expired = this.#expired;
    if (expired) this.#timer = setTimeout(expired, this.#ms);
  }
}
