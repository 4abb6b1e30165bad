/** Calls under way: serial numbers, how many the daemon may have at a time, which reply belongs to which call. */
import { appError, type AppError } from '../../../shared/errors.ts';
import type { Frame } from './frame.ts';

/**
 * Serial numbers in use: of calls without a reply, and of streams that the daemon hasn't let go of. All programs of a connection
 * share them.
 */
export class Serials {
  readonly #used = new Set<number>();
  #last = 0;

  take(): number {
    do this.#last = (this.#last + 1) >>> 0;
    while (this.#used.has(this.#last));
    this.#used.add(this.#last);
    return this.#last;
  }

  release(serial: number): void {
    this.#used.delete(serial);
  }
}

export interface Call {
  readonly program: number;
  readonly procedure: number;
  /** The serial stays in use after the reply: it is a stream's now, which releases it. */
  readonly keepsSerial?: boolean;
  /** Its turn has come. */
  send(serial: number): void;
  /** The reply is there. A promise holds back the frames after it. */
  reply(frame: Frame): void | Promise<void>;
  fail(cause: AppError): void;
}

export interface StartedCall {
  /** Nobody waits any more. A call that was sent keeps its serial and its turn until the reply. */
  abandon(): void;
}

interface Sent {
  readonly call: Call;
  abandoned: boolean;
}

export class PendingCalls {
  readonly #serials: Serials;
  /** The daemon stops reading, keepalive too, at 5 calls (max_client_requests in libvirtd.conf). */
  readonly #maxInFlight: number;
  readonly #sent = new Map<number, Sent>();
  readonly #queue: Call[] = [];
  #failure: AppError | undefined;
  #draining: { readonly cause: AppError; readonly done: () => void } | undefined;

  constructor(serials: Serials, maxInFlight: number) {
    this.#serials = serials;
    this.#maxInFlight = maxInFlight;
  }

  /** @param urgent sends it at once, whatever is under way */
  start(call: Call, urgent = false): StartedCall {
    const refusal = this.#failure ?? (urgent ? undefined : this.#draining?.cause);
    if (refusal !== undefined) {
      call.fail(refusal);
      return { abandon: () => undefined };
    }
    if (urgent) this.#send(call);
    else {
      this.#queue.push(call);
      this.#fill();
    }
    return { abandon: () => this.#abandon(call) };
  }

  /**
   * @returns whether the frame was the reply of a call, or the work that it makes
   * @throws AppError `protocolError` when it is the reply of another procedure
   */
  reply(frame: Frame): boolean | Promise<void> {
    const sent = this.#sent.get(frame.serial);
    if (sent === undefined) return false;
    const { call, abandoned } = sent;
    if (call.program !== frame.program || call.procedure !== frame.procedure) {
      const message = `the reply of procedure ${frame.procedure} has the serial of procedure ${call.procedure}`;
      throw appError('protocolError', message, { params: { detail: message } });
    }
    this.#sent.delete(frame.serial);
    if (call.keepsSerial !== true) this.#serials.release(frame.serial);
    this.#fill();
    if (this.#sent.size === 0) this.#draining?.done();
    if (abandoned) return true;
    return call.reply(frame) ?? true;
  }

  /**
   * Sends nothing more: calls that wait for their turn, and those to come, fail with `cause`. Those sent are still answered.
   * @param done called each time that none is left unanswered
   */
  drain(cause: AppError, done: () => void): void {
    this.#draining = { cause, done };
    for (const call of this.#queue.splice(0)) call.fail(cause);
    if (this.#sent.size === 0) done();
  }

  /** Fails all calls, those to come too. */
  fail(cause: AppError): void {
    this.#failure = cause;
    const calls = [...this.#sent.values()].filter(({ abandoned }) => !abandoned).map(({ call }) => call);
    calls.push(...this.#queue.splice(0));
    this.#sent.clear();
    for (const call of calls) call.fail(cause);
  }

  #fill(): void {
    while (this.#sent.size < this.#maxInFlight) {
      const call = this.#queue.shift();
      if (call === undefined) return;
      this.#send(call);
    }
  }

  #send(call: Call): void {
    const serial = this.#serials.take();
    this.#sent.set(serial, { call, abandoned: false });
    call.send(serial);
  }

  #abandon(call: Call): void {
    const waiting = this.#queue.indexOf(call);
    if (waiting >= 0) this.#queue.splice(waiting, 1);
    for (const sent of this.#sent.values()) if (sent.call === call) sent.abandoned = true;
  }
}
