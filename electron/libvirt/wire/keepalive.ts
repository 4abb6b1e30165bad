/**
 * Keepalive (src/rpc/virkeepalive.c). Either side may ping at any time and is answered at once. There are no timeouts in libvirt's
 * RPC and calls may take minutes, so pings are the only proof of life.
 */
import { appError, type AppError } from '../../../shared/errors.ts';
import { messageStatus, messageTypes, type Frame, type FrameHeader } from './frame.ts';

export const KEEPALIVE_PROGRAM = 0x6b656570;
const PING = 1;
const PONG = 2;

/** A peer that talks but never answers a ping makes no list here that grows. */
const MOST_PINGS = 64;

export interface KeepaliveOptions {
  /** Silence before a ping. */
  readonly intervalMs: number;
  /** Pings without any sign of life. */
  readonly count: number;
}

export interface KeepaliveConnection {
  send(header: FrameHeader): void;
  /** Whether reading waits for somebody here: silence says nothing then. */
  held(): boolean;
  /** Whether the other side takes nothing at present. */
  congested(): boolean;
  dead(cause: AppError): void;
}

interface Waiter {
  readonly since: number;
  resolve(ms: number): void;
  reject(cause: AppError): void;
}

export class Keepalive {
  readonly #options: KeepaliveOptions;
  readonly #connection: KeepaliveConnection;
  readonly #timer: NodeJS.Timeout;
  /** One place for each ping under way, in order: pongs carry nothing that tells them apart. */
  readonly #pings: (Waiter | undefined)[] = [];
  #unanswered = 0;
  #lastHeard = performance.now();

  constructor(options: KeepaliveOptions, connection: KeepaliveConnection) {
    this.#options = options;
    this.#connection = connection;
    this.#timer = setInterval(() => this.#tick(), options.intervalMs);
    this.#timer.unref();
  }

  heard(): void {
    this.#lastHeard = performance.now();
    this.#unanswered = 0;
  }

  /** A message of the keepalive program. Unknown ones are ignored. */
  receive({ procedure }: Frame): void {
    // Who pings without end and reads nothing gets no answers without end.
    if (procedure === PING && !this.#connection.congested()) this.#send(PONG);
    if (procedure === PONG) {
      const waiter = this.#pings.shift();
      waiter?.resolve(performance.now() - waiter.since);
    }
  }

  /** Milliseconds to the other side and back. */
  ping(): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#pings.push({ since: performance.now(), resolve, reject });
    this.#send(PING);
    return promise;
  }

  stop(cause: AppError): void {
    clearInterval(this.#timer);
    for (const waiter of this.#pings.splice(0)) waiter?.reject(cause);
  }

  #tick(): void {
    const { intervalMs, count } = this.#options;
    if (this.#connection.held()) {
      this.heard();
      return;
    }
    // A timer may be a little early.
    if (performance.now() - this.#lastHeard < intervalMs * 0.9) return;
    if (this.#unanswered >= count) {
      const seconds = Math.round((performance.now() - this.#lastHeard) / 1000);
      this.#connection.dead(
        appError('keepaliveTimeout', `no sign of life for ${seconds} s`, { params: { seconds }, retry: true }),
      );
      return;
    }
    this.#unanswered += 1;
    if (this.#pings.length >= MOST_PINGS) return;
    this.#pings.push(undefined);
    this.#send(PING);
  }

  #send(procedure: number): void {
    const type = messageTypes.message;
    this.#connection.send({
      program: KEEPALIVE_PROGRAM,
      version: 1,
      procedure,
      type,
      serial: 0,
      status: messageStatus.ok,
    });
  }
}
