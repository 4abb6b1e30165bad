import { addAbortListener } from 'node:events';
import { appError } from '../../../shared/errors.ts';

/**
 * Waits for what others may wait for as well: who leaves ends no more than his own wait.
 * @throws AppError `cancelled` when the signal aborts; what `answer` throws
 */
export async function unlessCancelled<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const left = Promise.withResolvers<never>();
  using _listening = addAbortListener(signal, () => left.reject(appError('cancelled', 'cancelled')));
  return await Promise.race([answer, left.promise]);
}
