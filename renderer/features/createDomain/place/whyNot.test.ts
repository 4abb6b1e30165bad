import { expect, test } from 'vitest';
import type { Host, HostFacts } from '../../../../shared/model/host.ts';
import { whyNot } from './whyNot.ts';

const cpu = { model: 'x86_64', mhz: 2000, threads: 4, nodes: 1, sockets: 1, coresPerSocket: 4, threadsPerCore: 1 };
const facts = (archs: readonly string[]): HostFacts => ({
  hostname: 'h1',
  hypervisor: 'QEMU',
  libvirtVersion: '9.0.0',
  daemonUri: 'qemu:///system',
  cpu,
  memoryKiB: 1_048_576,
  capabilities: {
    arch: 'x86_64',
    hasKvm: true,
    guests: archs.map((arch) => ({ arch, domainTypes: ['kvm'] })),
    readAt: 0,
  },
});
const host = (status: Host['status'], archs?: readonly string[]): Host => ({
  id: 'h1',
  config: { id: 'h1', uri: 'qemu+ssh://h1/system', name: 'h1', autoconnect: false },
  status,
  stale: false,
  ...(archs && { facts: facts(archs) }),
});
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
