import { expect, test } from 'vitest';
import { errorCodes } from '../../shared/errors.ts';
import { isPermanent, retryDelay } from './reconnect.ts';

test('each attempt waits twice as long, up to a minute', () => {
  const longest = [0, 1, 2, 3, 6, 7, 50].map((attempt) => retryDelay(attempt, () => 1));
  expect(longest).toEqual([1000, 2000, 4000, 8000, 60_000, 60_000, 60_000]);
});

test('half of the wait is left to chance, so that many hosts do not come back in step', () => {
  expect([retryDelay(3, () => 0), retryDelay(3, () => 0.5)]).toEqual([4000, 6000]);
});

test('what somebody has to put right is not tried again; what passes by itself is', () => {
  const permanent = errorCodes.filter(isPermanent);
  expect(permanent).toEqual(
    expect.arrayContaining([
      'hostKeyChanged',
      'sshAuthFailed',
      'polkitDenied',
      'uriInvalid',
      'tlsRefused',
      'cancelled',
    ]),
  );
  for (const passing of [
    'connectionLost',
    'keepaliveTimeout',
    'connectTimeout',
    'socketMissing',
    'hostNameUnknown',
  ] as const)
    expect(permanent).not.toContain(passing);
});
