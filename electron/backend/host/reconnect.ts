/** When to try again. */
import type { ErrorCode, ErrorData } from '../../../shared/errors.ts';

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** Errors that stay until somebody does something about them, wherever they come up. */
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
  'sshConfigInvalid',
  'sshBinaryMissing',
  'helperMissing',
  'tlsCertificateMissing',
  'tlsUntrusted',
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

/** Errors that come both ways; those that pass by themselves say so. */
const mixed: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['tlsFailed', 'socketMissing']);

/** What the daemon says of a connection it can't open: no such driver, path or parameter. */
const refusals: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['notSupported', 'invalidArgument', 'notFound']);

/** Whether the same attempt would fail for ever. */
export function isPermanent({ code, operation, cause, retry }: ErrorData): boolean {
  if (permanent.has(code)) return true;
  if (mixed.has(code)) return retry !== true;
  if (code === 'jumpHostFailed') return cause === undefined || isPermanent(cause);
  return operation === 'libvirt.open' && refusals.has(code);
}

/**
 * Milliseconds to wait before attempt number `attempt` (from 0): twice as long each time up to a minute, half of it by chance, so
 * that many hosts behind one link don't come back in step.
 */
export function retryDelay(attempt: number, chance: () => number = Math.random): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return longest / 2 + (longest / 2) * chance();
}
