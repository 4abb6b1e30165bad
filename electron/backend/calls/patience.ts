/** Questions to a host that may never be answered, because the storage they are about hangs. */
import { appError, type AppError } from '../../../shared/errors.ts';
import type { Connection } from '../../libvirt/index.ts';
import type { HostSession } from '../session.ts';
import { unlessCancelled } from './unlessCancelled.ts';

/** What asking needs of a host. */
type Host = Pick<HostSession, 'lane' | 'replaceLane'>;

/** What waits for its turn behind a question that is not answered fails with this, and is asked again on the connection that follows. */
const replaced: AppError = appError('cancelled', 'another connection took the place of this one');

/**
 * Asks on the storage lane, with a time limit. The daemon goes on working at what it was asked, so an unanswered question keeps a turn
 * of its connection, and a worker of the daemon. Two things follow. About the same thing nothing more is asked until it has been
 * answered: one hanging pool costs one question, however often it is looked at. And another connection takes the place of the one with
 * the question that is overdue, so that others find turns there however many pools hang.
 */
export class Patience {
  readonly #limitMs: number;
  /** By host: what is overdue, with the number of its unanswered questions. */
  readonly #overdue = new WeakMap<Host, Map<string, number>>();

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /**
   * @param about what would hang: the name of a pool
   * @param question may be asked again, from its beginning
   * @throws AppError `timeout`, at once where an earlier question about it is overdue; `cancelled`; what `question` throws
   */
  async ask<T>(
    host: Host,
    about: string,
    caller: AbortSignal,
    question: (lane: Connection) => Promise<T>,
    limitMs = this.#limitMs,
  ): Promise<T> {
    for (;;) {
      const lane = await host.lane('storage');
      if (caller.aborted) throw appError('cancelled', 'cancelled');
      if (this.#overdueOn(host).has(about)) throw noAnswer(about);
      try {
        return await this.#askBy(lane, { host, about, caller, question, limitMs });
      } catch (thrown) {
        if (thrown !== replaced) throw thrown;
      }
    }
  }

  async #askBy<T>(lane: Connection, { host, about, caller, question, limitMs }: Asked<T>): Promise<T> {
    const overdue = this.#overdueOn(host);
    const answer = question(lane);
    const late = Promise.withResolvers<never>();
    let isOverdue = false;
    // Runs on when the caller has gone: the question keeps its turn all the same.
    const timer = setTimeout(() => {
      isOverdue = true;
      count(overdue, about, 1);
      late.reject(noAnswer(about));
      host.replaceLane('storage', lane, replaced);
    }, limitMs);
    const answered = (): void => {
      clearTimeout(timer);
      if (isOverdue) count(overdue, about, -1);
    };
    answer.then(answered, answered);
    return await unlessCancelled(Promise.race([answer, late.promise]), caller);
  }

  #overdueOn(host: Host): Map<string, number> {
    const overdue = this.#overdue.get(host) ?? new Map<string, number>();
    this.#overdue.set(host, overdue);
    return overdue;
  }
}

interface Asked<T> {
  readonly host: Host;
  readonly about: string;
  readonly caller: AbortSignal;
  readonly question: (lane: Connection) => Promise<T>;
  readonly limitMs: number;
}

const noAnswer = (about: string): AppError => appError('timeout', `no answer about ${about} in time`, { retry: true });

function count(numbers: Map<string, number>, key: string, difference: number): void {
  const number = (numbers.get(key) ?? 0) + difference;
  if (number === 0) numbers.delete(key);
  else numbers.set(key, number);
}
