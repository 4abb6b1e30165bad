/** One SSH hop: connects, checks the server's key, authenticates. */
import type { Duplex } from 'node:stream';
import ssh2, {
  type AlgorithmList,
  type AnyAuthMethod,
  type Client,
  type ConnectConfig,
  type ServerHostKeyAlgorithm,
} from 'ssh2';
import { AppError, appError, toAppError } from '../../../../shared/errors.ts';
import { abortError, throwIfAborted } from '../abort.ts';
import { CONNECT_TIMEOUT_MS } from '../socket.ts';
import { writeTogether } from './together.ts';
import type { Asker, OpenTransportOptions } from '../transport.ts';
import { authMethods, type AuthAnswer, type SecretAsker } from './auth.ts';
import { Clock } from './clock.ts';
import type { SshHostConfig } from './config.ts';
import { hostKeyCheck } from './hostKey.ts';
import { serverName } from './knownHosts.ts';

/** What every hop on the way is given. */
export interface HopOptions extends Pick<OpenTransportOptions, 'signal' | 'onStep'> {
  readonly ask: MayAsk;
}

/** Who answers; what is absent may not be asked. */
export interface MayAsk {
  readonly hostKey?: Asker['hostKey'] | undefined;
  readonly secrets?: SecretAsker | undefined;
}

export interface HopParts extends HopOptions {
  readonly config: SshHostConfig;
  /** The way to the server: a socket, a channel of the hop before, a command's pipes. */
  readonly stream: Duplex;
  readonly keyFile?: string | undefined;
  /** `sshauth=` of the URI. */
  readonly onlyAuth?: readonly string[] | undefined;
  /** `no_verify=1`: any key will do. */
  readonly noVerify: boolean;
}

/** Silence after which the server is asked for a sign of life, and how often before it is given up. */
const KEEPALIVE_MS = 5000;
const KEEPALIVE_COUNT = 3;

/** What a server said before it let us in or not; part of the error. */
const BANNER_MAX = 2000;

/**
 * @returns a client whose errors end it: `close` follows each
 * @throws AppError `sshHandshakeFailed`, `hostKey...`, `sshAuthFailed`, `sshKeyUnreadable`, `connectTimeout`, `cancelled`
 */
export async function connectHop(parts: HopParts): Promise<Client> {
  const { config, stream, signal, noVerify } = parts;
  stream.on('error', () => undefined); // it may fail before ssh2 listens; `ready` looks
  writeTogether(stream);
  const ask: MayAsk = config.batch ? {} : parts.ask;
  const keys = await hostKeyCheck({ config, ask: ask.hostKey, noVerify, signal });
  const attempt = new Attempt(parts, ask.secrets);
  const client = new ssh2.Client();
  client.on('error', () => undefined); // without a listener an error of a hop would end the program; `close` tells
  client.on('banner', (message) => attempt.heard(message));
  const settings: ConnectConfig = {
    sock: stream,
    username: config.user,
    readyTimeout: 0, // ours stands still while a question is open
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: KEEPALIVE_COUNT,
    // Of key exchanges and ciphers ssh2's own order has the fastest first: curve25519, aes128-gcm.
    algorithms: { serverHostKey: first(supported(keys.preferred)) },
    hostVerifier: (blob: Buffer, verify: (valid: boolean) => void) => attempt.verify(() => keys.check(blob), verify),
    authHandler: (left, partial, next) => attempt.authenticate(left, partial, next),
  };
  parts.onStep?.('handshake');
  try {
    await ready(client, settings, { attempt, stream, signal });
    client.setNoDelay(true); // without it a small request waits 40 ms for the acknowledgement of the one before
    return client;
  } catch (thrown) {
    client.destroy();
    stream.destroy();
    throwIfAborted(signal);
    throw attempt.explain(thrown);
  }
}

/** One try to get in: what ssh2 asks on the way, and what is known when it fails. */
class Attempt {
  readonly #parts: HopParts;
  readonly #methods: ReturnType<typeof authMethods>;
  readonly #tried: string[] = [];
  readonly #server: string;
  readonly clock: Clock;
  #offered: readonly string[] = [];
  #banner = '';
  #proven = false;
  readonly #givenUp = Promise.withResolvers<AppError>();
  /** What a callback failed with: ssh2 itself only knows that it failed. */
  #reason: AppError | undefined;

  constructor(parts: HopParts, ask: SecretAsker | undefined) {
    const { config, signal, keyFile, onlyAuth: only } = parts;
    this.#parts = parts;
    this.#server = serverName(config.hostName, config.port);
    this.clock = new Clock(config.connectTimeoutMs ?? CONNECT_TIMEOUT_MS);
    this.#methods = authMethods({
      config,
      signal,
      ask,
      keyFile,
      only,
      server: this.#server,
      asking: (question) => this.clock.stopFor(question),
      proven: () => this.#proven,
      tried: (what) => this.#tried.push(what),
    });
  }

  get server(): string {
    return this.#server;
  }

  heard(message: string): void {
    if (this.#banner.length < BANNER_MAX) this.#banner += message;
  }

  verify(check: () => Promise<'trusted' | 'unproven'>, verify: (valid: boolean) => void): void {
    this.clock.stopFor(check).then(
      (outcome) => {
        this.#proven = outcome === 'trusted';
        verify(true);
      },
      (thrown: unknown) => {
        this.#reason = toAppError(thrown);
        verify(false);
      },
    );
  }

  authenticate(left: readonly string[] | null, partial: boolean | null, next: (method: AnyAuthMethod) => void): void {
    if (left) this.#offered = left;
    this.#parts.onStep?.('authenticate');
    void this.#next({ left: left ?? undefined, partial: partial ?? false }, next);
  }

  async #next(answer: AuthAnswer, next: (method: AnyAuthMethod) => void): Promise<void> {
    try {
      const { value, done } = await this.#methods.next(answer);
      if (done || !value) this.#givenUp.resolve(this.#authFailed('there is no other way to try'));
      else next(value);
    } catch (thrown) {
      this.#givenUp.resolve(toAppError(thrown));
    }
  }

  /** Resolves when there is no way left to prove who we are, or the user wants no more. */
  get givenUp(): Promise<AppError> {
    return this.#givenUp.promise;
  }

  /** ssh2's error as ours. */
  explain(thrown: unknown): AppError {
    if (this.#reason) return this.#reason;
    if (thrown instanceof AppError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    // A server that has had enough of tries says so and hangs up: that is no failure of the handshake.
    if (this.#tried.length > 0 && isDisconnect(thrown)) return this.#authFailed(message);
    if (levelOf(thrown) === 'handshake' && / no matching /.test(message)) return this.#noCommonAlgorithm(message);
    return appError('sshHandshakeFailed', `${this.#server}: ${message}`, {
      operation: this.#tried.length > 0 ? 'ssh.auth' : 'ssh.handshake',
      raw: this.#said(message),
      params: { server: this.#server },
      retry: levelOf(thrown) === 'client-socket',
    });
  }

  /** ssh2 has no code for it: its own words are all there is (Protocol.js, "Handshake failed: no matching ..."). */
  #noCommonAlgorithm(message: string): AppError {
    return appError('sshNoCommonAlgorithm', `${this.#server}: ${message}`, {
      operation: 'ssh.handshake',
      raw: this.#said(message),
      params: { server: this.#server },
    });
  }

  #authFailed(message: string): AppError {
    const server = this.#server;
    const user = this.#parts.config.user;
    return appError('sshAuthFailed', `${server} let ${user} not in`, {
      operation: 'ssh.auth',
      raw: this.#said(message),
      params: { server, user, tried: listed(this.#tried), offered: listed(this.#offered) },
    });
  }

  #said(message: string): string {
    return [this.#banner.trim(), message].filter(Boolean).join('\n');
  }
}

const listed = (words: readonly string[]): string => [...new Set(words)].join(', ') || '-';

/** Which part of ssh2 speaks. */
function levelOf(thrown: unknown): unknown {
  return typeof thrown === 'object' && thrown !== null && 'level' in thrown ? thrown.level : undefined;
}

/** SSH_MSG_DISCONNECT: ssh2 puts its reason code on the error. */
const isDisconnect = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'number';

/** An agent that won't sign, a key that was only shown: ssh2 says so and goes on with the next way. */
const isPassing = (error: Error): boolean => ['agent', 'client-authentication'].includes(String(levelOf(error)));

interface Handshake {
  readonly attempt: Attempt;
  readonly stream: Duplex;
  readonly signal: AbortSignal;
}

function ready(client: Client, settings: ConnectConfig, { attempt, stream, signal }: Handshake): Promise<void> {
  const { clock, server } = attempt;
  throwIfAborted(signal);
  if (stream.destroyed) return Promise.reject(stream.errored ?? new Error('the server closed the connection'));
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown): void => {
      clock.stop();
      signal.removeEventListener('abort', abort);
      client.off('error', failed).off('close', closed).off('ready', entered).off('change password', expired);
      if (error === undefined) resolve();
      else reject(error);
    };
    const fail = (code: 'sshHandshakeFailed' | 'connectTimeout', message: string): void =>
      settle(
        new AppError({
          code,
          message: `${server}: ${message}`,
          operation: 'ssh.handshake',
          params: { server, place: server },
          retry: true,
        }),
      );
    const abort = (): void => settle(abortError(signal));
    const failed = (error: Error): void => {
      if (!isPassing(error)) settle(error);
    };
    const entered = (): void => settle();
    const closed = (): void => settle(new Error('the server closed the connection'));
    const expired = (prompt: string): void =>
      settle(
        appError('sshAuthFailed', `the password has expired: ${prompt}`, {
          operation: 'ssh.auth',
          raw: prompt,
          params: { server, user: settings.username ?? '', tried: 'password', offered: '-' },
        }),
      );
    signal.addEventListener('abort', abort, { once: true });
    clock.start(() => fail('connectTimeout', 'the SSH server does not go on'));
    client.once('ready', entered);
    client.on('error', failed);
    client.once('close', closed);
    client.once('change password', expired);
    void attempt.givenUp.then(settle);
    client.connect(settings);
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

/** Moves algorithms to the front: `prepend` alone leaves those where they are that are in the list already. */
const first = <A>(names: A[]): AlgorithmList<A> => ({ remove: names, prepend: names, append: [] });
