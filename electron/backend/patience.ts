/** Questions to a host that may never be answered, because the storage they are about hangs. */
import { appError, type AppError } from '../../shared/errors.ts';
import type { Connection } from '../libvirt/index.ts';

/**
 * Asks with a time limit. The daemon goes on working at what it was asked, so an unanswered question keeps its turn on the lane: about
 * the same thing nothing more is asked until it has been answered. One hanging pool thus takes one turn, however often it is looked at.
 */
export class Patience {
  readonly #limitMs: number;
  /** By lane: what is overdue, with the number of its unanswered questions. */
  readonly #overdue = new WeakMap<Connection, Map<string, number>>();

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /**
   * @param about what would hang: the name of a pool
   * @throws AppError `timeout`, at once where an earlier question about it is overdue; `cancelled`; what `question` throws
   */
  async ask<T>(
    lane: Connection,
    about: string,
    caller: AbortSignal,
    question: () => Promise<T>,
    limitMs = this.#limitMs,
  ): Promise<T> {
    const overdue = this.#overdueOn(lane);
    if (overdue.has(about)) throw noAnswer(about);
    const answer = question();
    const left = Promise.withResolvers<never>();
    const leave = (why: AppError): void => {
      count(overdue, about, 1);
      const answered = (): void => count(overdue, about, -1);
      answer.then(answered, answered);
      left.reject(why);
    };
    const cancelled = (): void => leave(appError('cancelled', 'cancelled'));
    const timer = setTimeout(() => leave(noAnswer(about)), limitMs);
    caller.addEventListener('abort', cancelled, { once: true });
    try {
      return await Promise.race([answer, left.promise]);
    } finally {
      clearTimeout(timer);
      caller.removeEventListener('abort', cancelled);
    }
  }

  #overdueOn(lane: Connection): Map<string, number> {
    const overdue = this.#overdue.get(lane) ?? new Map<string, number>();
    this.#overdue.set(lane, overdue);
    return overdue;
  }
}

const noAnswer = (about: string): AppError => appError('timeout', `no answer about ${about} in time`, { retry: true });

function count(numbers: Map<string, number>, key: string, difference: number): void {
  const number = (numbers.get(key) ?? 0) + difference;
  if (number === 0) numbers.delete(key);
  else numbers.set(key, number);
}
