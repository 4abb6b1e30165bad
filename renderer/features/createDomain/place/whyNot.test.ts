import { expect, test } from 'vitest';
import type { Host } from '../../../../shared/model/host.ts';
import { whyNot } from './whyNot.ts';

const host = (status: Host['status'], archs?: readonly string[]): Host =>
  ({
    id: 'h1',
    status,
    ...(archs && { facts: { capabilities: { guests: archs.map((arch) => ({ arch, domainTypes: ['kvm'] })) } } }),
  }) as unknown as Host;
const connected = { kind: 'connected', since: 0, rttMs: 1, transport: 'ssh' } as const;

test('a host that is away, or has no emulator for the architecture, says so', () => {
  expect(whyNot(host({ kind: 'disconnected' }), 'x86_64')?.id).toBe('away');
  expect(whyNot(host(connected, ['x86_64']), 'aarch64')).toEqual({ id: 'noEmulator', arch: 'aarch64' });
});

test('what is not known yet is no reason', () => {
  expect(whyNot(host(connected), 'aarch64')).toBeUndefined();
  expect(whyNot(host(connected, ['x86_64']), undefined)).toBeUndefined();
  expect(whyNot(host(connected, ['x86_64']), 'x86_64')).toBeUndefined();
});
