/** When to try again. */
import type { ErrorCode } from '../../shared/errors.ts';

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** Errors that stay until somebody does something about them. */
const permanent: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'uriInvalid',
  'uriUnsupported',
  'socketPermission',
  'hostKeyChanged',
  'hostKeyRevoked',
  'hostKeyRejected',
  'sshNoCommonAlgorithm',
  'sshAuthFailed',
  'sshKeyUnreadable',
  'sshBinaryMissing',
  'helperMissing',
  'tlsCertificateMissing',
  'tlsRefused',
  'answeredWithText',
  'authUnsupported',
  'polkitDenied',
  'saslFailed',
  'saslMechanismUnsupported',
  'authFileUnreadable',
  'notAllowed',
  'cancelled',
]);

export const isPermanent = (code: ErrorCode): boolean => permanent.has(code);

/**
 * Milliseconds to wait before attempt number `attempt` (from 0): twice as long each time up to a minute, half of it by chance, so
 * that many hosts behind one link don't come back in step.
 */
export function retryDelay(attempt: number, chance: () => number = Math.random): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return longest / 2 + (longest / 2) * chance();
}
