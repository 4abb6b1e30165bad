/** One libvirt connection (a lane): opening, calls, events, byte streams. */
import type { Duplex } from 'node:stream';
import type { AppError } from '../../shared/errors.ts';
import type { LibvirtEvent } from './protocol/event.ts';
import type { Procedure, StreamProcedure } from './protocol/procedure.ts';
import type { Asker } from './transport/transport.ts';
import type { LibvirtStream } from './wire/stream.ts';

export interface OpenConnectionOptions {
  /** To the daemon, ready for the first frame (Transport.dial). The connection owns it from here on. */
  readonly stream: Duplex;
  /** The name for CONNECT_OPEN: a URI without transport and host (`qemu:///system`); `''` lets the daemon choose. */
  readonly name: string;
  readonly readOnly?: boolean;
  /** The authentication the URI insists on; without it, what the daemon asks for. */
  readonly auth?: 'none' | 'sasl' | 'polkit';
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
  /** Called once, with the cause, when the connection ends without `close`; at once if it already has. */
  onLost(listener: (cause: AppError) => void): void;
  /** Takes leave of the daemon. What is still under way fails with `cancelled`. Never fails; takes 2 s at most. */
  close(): Promise<void>;
}

export interface Subscription {
  close(): Promise<void>;
}

/**
 * Authenticates and opens. Two round trips where no authentication is wanted.
 * @throws AppError `authUnsupported`, `polkitDenied`, `saslFailed`, `saslMechanismUnsupported`, `cancelled`, or what `call` throws
 */
export async function openConnection(options: OpenConnectionOptions): Promise<Connection> {
  options.signal.throwIfAborted();
  throw new Error('under construction');
}
