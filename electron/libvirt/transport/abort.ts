/** Giving up: what waits here always has an end, and ends with an error of ours. */
import { AppError, appError } from '../../../shared/errors.ts';

/** Why a signal was aborted: an AppError comes back as it is, a time limit is `timeout`, anything else `cancelled`. */
export function abortError(signal: AbortSignal): AppError {
  const reason: unknown = signal.reason;
  if (reason instanceof AppError) return reason;
  if (reason instanceof Error && reason.name === 'TimeoutError')
    return appError('timeout', 'no answer in time', { retry: true });
  return appError('cancelled', 'cancelled');
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal);
}
