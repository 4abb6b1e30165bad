/** When to try again. */
import { hasTrait, type ErrorData } from '../../../shared/errors.ts';

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** Whether the same attempt would fail for ever. */
export function isPermanent(error: ErrorData): boolean {
  const { operation, cause, retry } = error;
  return (
    hasTrait(error, 'permanent') ||
    (hasTrait(error, 'permanentUnlessRetry') && retry !== true) ||
    (hasTrait(error, 'permanentAsCause') && (cause === undefined || isPermanent(cause))) ||
    (hasTrait(error, 'permanentWhenOpening') && operation === 'libvirt.open')
  );
}

/**
 * Milliseconds to wait before attempt number `attempt` (from 0): twice as long each time up to a minute, half of it by chance, so
 * that many hosts behind one link don't come back in step.
 */
export function retryDelay(attempt: number, chance: () => number = Math.random): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return longest / 2 + (longest / 2) * chance();
}
