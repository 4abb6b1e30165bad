import { expect, test } from 'vitest';
import type { ErrorCode, ErrorData } from '../../../shared/errors.ts';
import { isPermanent, retryDelay } from './reconnect.ts';

test('each attempt waits twice as long, up to a minute', () => {
  const longest = [0, 1, 2, 3, 6, 7, 50].map((attempt) => retryDelay(attempt, () => 1));
  expect(longest).toEqual([1000, 2000, 4000, 8000, 60_000, 60_000, 60_000]);
});

test('half of the wait is left to chance, so that many hosts do not come back in step', () => {
  expect([retryDelay(3, () => 0), retryDelay(3, () => 0.5)]).toEqual([4000, 6000]);
});

const failure = (code: ErrorCode, more: Omit<ErrorData, 'code' | 'message'> = {}): ErrorData => ({
  code,
  message: '',
  ...more,
});

test.each([
  failure('hostKeyChanged'),
  failure('sshAuthFailed'),
  failure('sshConfigInvalid'),
  failure('polkitDenied'),
  failure('uriInvalid'),
  failure('tlsRefused'),
  failure('tlsUntrusted'),
  failure('tlsFailed'), // no version in common
  failure('socketMissing'), // a part of its path is no directory
  failure('cancelled'),
  failure('jumpHostFailed'), // its name
  failure('jumpHostFailed', { cause: failure('sshAuthFailed') }),
  failure('notSupported', { operation: 'libvirt.open' }),
  failure('invalidArgument', { operation: 'libvirt.open' }),
])('what somebody has to put right is not tried again: $code', (error) => {
  expect(isPermanent(error)).toBe(true);
});

test.each([
  failure('connectionLost'),
  failure('keepaliveTimeout'),
  failure('connectTimeout'),
  failure('connectionRefused', { retry: true }),
  failure('socketMissing', { retry: true }), // the daemon may start
  failure('hostNameUnknown'), // the VPN may come up
  failure('tlsFailed', { retry: true }), // the connection broke
  failure('sshHandshakeFailed'),
  failure('jumpHostFailed', { cause: failure('forwardRefused') }),
  failure('libvirt', { operation: 'libvirt.open' }), // one of its own daemons may be down
  failure('notSupported'), // by one of the calls that read the host
])('what passes by itself is tried again: $code', (error) => {
  expect(isPermanent(error)).toBe(false);
});
