/** One libvirt connection (a lane): opening, calls, events, byte streams. */
import { addAbortListener } from 'node:events';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { appError, toAppError, type AppError } from '../../shared/errors.ts';
import { authenticate, type AuthName } from './auth/authenticate.ts';
import { virDrvFeature } from './protocol/enums/connect.ts';
import type { LibvirtEvent } from './protocol/event.ts';
import type { CallProcedure, Procedure, StreamProcedure } from './protocol/procedure.ts';
import { procedures } from './protocol/procedures.ts';
import { Rpc, type RpcCallOptions } from './rpc.ts';
import { Subscriptions, type Subscription } from './subscriptions.ts';
import { abortError } from './transport/abort.ts';
import type { Asker } from './transport/transport.ts';
import type { LibvirtStream } from './wire/stream.ts';

export interface OpenConnectionOptions {
  /** To the daemon, ready for the first frame (Transport.dial). The connection owns it from here on. */
  readonly stream: Duplex;
  /** The name for CONNECT_OPEN: a URI without transport and host (`qemu:///system`); `''` lets the daemon choose. */
  readonly name: string;
  readonly readOnly?: boolean;
  /** The authentication the URI insists on; without it, what the daemon asks for. */
  readonly auth?: AuthName;
  readonly saslMechanism?: string;
  readonly askSasl: Asker['sasl'];
  /** Calls the daemon may have to work on at a time; the others wait here. Default 4. */
  readonly maxInFlight?: number;
  /** Default: a ping after 5 s of silence, lost after 5 without an answer. */
  readonly keepalive?: { readonly intervalMs: number; readonly count: number };
  /** Ends the opening; an open connection is ended by `close`. */
  readonly signal: AbortSignal;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface Connection {
  /** As the daemon knows it. */
  readonly uri: string;
  /**
   * Calls a procedure. Replies come in any order: who needs a sequence waits for the answer.
   * Aborting gives the caller back its turn; the daemon still does what it was asked.
   * @throws AppError by libvirt's error number, with libvirt's fields; `connectionLost`, `keepaliveTimeout`, `cancelled`
   */
  call<Args, Result>(procedure: Procedure<Args, Result>, args: NoInfer<Args>, options?: CallOptions): Promise<Result>;
  /**
   * Asks for an event of all objects of its kind.
   * @throws AppError `notSupported` when this daemon or driver doesn't have it
   */
  subscribe<Message>(event: LibvirtEvent<Message>, listener: (message: Message) => void): Promise<Subscription>;
  /** Opens a byte stream. `signal` goes for the whole life of the stream. */
  openStream<Args, Result>(
    procedure: StreamProcedure<Args, Result>,
    args: NoInfer<Args>,
    options?: CallOptions,
  ): Promise<{ readonly reply: Result; readonly stream: LibvirtStream }>;
  /** Milliseconds to the daemon and back. It doesn't answer while it has five of our calls to work on. */
  ping(): Promise<number>;
  /** Whether the driver has a feature (virDrvFeature); asked once. */
  hasFeature(feature: number): Promise<boolean>;
  /** Aborted when the connection ends, however that comes. */
  readonly ended: AbortSignal;
  /** Called once, with the cause, when the connection ends without `close`; at once if it already has. */
  onLost(listener: (cause: AppError) => void): void;
  /**
   * Takes no more calls: those the daemon hasn't got yet, and those to come, fail with `cause`. Closes when the daemon has answered the
   * others, however long that takes.
   */
  drain(cause: AppError): void;
  /** Takes leave of the daemon. What is still under way fails with `cancelled`. Never fails; takes 2 s at most. */
  close(): Promise<void>;
}

const DEFAULT_IN_FLIGHT = 4;
const defaultKeepalive = { intervalMs: 5000, count: 5 };
const CLOSE_MS = 2000;

/**
 * Authenticates and opens. Two round trips where no authentication is wanted.
 * @throws AppError `authUnsupported`, `polkitDenied`, `saslFailed`, `saslMechanismUnsupported`, `cancelled`, or what `call` throws
 */
export async function openConnection(options: OpenConnectionOptions): Promise<Connection> {
  const { signal } = options;
  const connection = new LibvirtConnection(options);
  using _listening = addAbortListener(signal, () => connection.end(abortError(signal)));
  try {
    // The connection may end while the user is asked for a password.
    await Promise.race([connection.open(options), connection.failure()]);
    return connection;
  } catch (thrown) {
    const error = toAppError(thrown).with({ operation: 'libvirt.open' });
    connection.end(error);
    throw error;
  }
}

class LibvirtConnection implements Connection {
  readonly #rpc: Rpc;
  readonly #subscriptions: Subscriptions;
  readonly #features = new Map<number, Promise<boolean>>();
  readonly #lost = Promise.withResolvers<AppError>();
  readonly #end = new AbortController();
  #life: 'open' | 'closing' | 'ended' = 'open';
  #uri = '';

  constructor({ stream, maxInFlight = DEFAULT_IN_FLIGHT, keepalive = defaultKeepalive }: OpenConnectionOptions) {
    this.#rpc = new Rpc({
      stream,
      maxInFlight,
      keepalive,
      onMessage: (frame) => this.#subscriptions.receive(frame),
      onEnd: (cause) => {
        if (this.#life === 'open') this.#lost.resolve(cause);
        this.#life = 'ended';
        this.#end.abort(cause);
      },
    });
    this.#subscriptions = new Subscriptions(
      (procedure, args) => this.call(procedure, args),
      (thrown) => this.end(toAppError(thrown)),
    );
  }

  get uri(): string {
    return this.#uri;
  }

  get ended(): AbortSignal {
    return this.#end.signal;
  }

  async open({ name, readOnly = false, auth, saslMechanism, askSasl, signal }: OpenConnectionOptions): Promise<void> {
    const call: CallProcedure = (procedure, args) => this.call(procedure, args);
    const asking = AbortSignal.any([signal, this.#end.signal]);
    await authenticate({ call, auth, saslMechanism, askSasl, signal: asking });
    const [{ supported: pings }] = await Promise.all([
      // Allowed before the connection is open, and what makes the daemon ping us.
      this.call(procedures.connectSupportsFeature, { feature: virDrvFeature.VIR_DRV_FEATURE_PROGRAM_KEEPALIVE }),
      this.call(procedures.connectOpen, { name, flags: readOnly ? 1 : 0 }),
    ]);
    this.#features.set(virDrvFeature.VIR_DRV_FEATURE_PROGRAM_KEEPALIVE, Promise.resolve(pings !== 0));
    // The daemon chose: what it chose only it knows.
    this.#uri = name === '' ? (await this.call(procedures.connectGetUri, {})).uri : name;
  }

  async call<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: NoInfer<Args>,
    options: RpcCallOptions = {},
  ): Promise<Result> {
    const { before } = procedure;
    if (before === undefined || (await this.hasFeature(before.feature)))
      return await this.#rpc.call(procedure, args, options);
    return await this.#rpc.call({ ...procedure, args: before.args }, args, options);
  }

  async openStream<Args, Result>(
    procedure: StreamProcedure<Args, Result>,
    args: NoInfer<Args>,
    options: CallOptions = {},
  ): Promise<{ readonly reply: Result; readonly stream: LibvirtStream }> {
    return await this.#rpc.openStream(procedure, args, options);
  }

  subscribe<Message>(event: LibvirtEvent<Message>, listener: (message: Message) => void): Promise<Subscription> {
    return this.#subscriptions.subscribe(event, listener);
  }

  ping(): Promise<number> {
    return this.#rpc.ping();
  }

  hasFeature(feature: number): Promise<boolean> {
    const known = this.#features.get(feature);
    if (known !== undefined) return known;
    const asked = this.call(procedures.connectSupportsFeature, { feature }).then(({ supported }) => supported !== 0);
    this.#features.set(feature, asked);
    asked.catch(() => this.#features.delete(feature)); // whoever asked learns of it
    return asked;
  }

  onLost(listener: (cause: AppError) => void): void {
    void this.#lost.promise.then(listener);
  }

  drain(cause: AppError): void {
    this.#rpc.drain(cause, () => void this.close());
  }

  async close(): Promise<void> {
    if (this.#life !== 'open') return;
    this.#life = 'closing';
    const farewell = appError('cancelled', 'the connection was closed');
    this.#rpc.expectEnd(farewell);
    const leave = this.#rpc.call(procedures.connectClose, {}, { urgent: true }).catch(() => undefined);
    await Promise.race([leave, sleep(CLOSE_MS, undefined, { ref: false })]);
    this.end(farewell);
  }

  /** Rejects with the cause when the connection ends. */
  failure(): Promise<never> {
    const { signal } = this.#end;
    return new Promise((_, reject) => void addAbortListener(signal, () => reject(abortError(signal))));
  }

  /** Ends it without leave. */
  end(cause: AppError): void {
    this.#rpc.end(cause);
  }
}
