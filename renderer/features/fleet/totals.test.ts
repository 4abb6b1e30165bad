import { expect, test } from 'vitest';
import type { Domain, DomainState } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import { attentionOf, isStuck } from './attention.ts';
import { totalsOf } from './totals.ts';

const host = (id: string, stale: boolean): Host => ({
  id,
  config: { id, name: id, uri: 'test:///default', autoconnect: true },
  status: stale ? { kind: 'disconnected' } : { kind: 'connected', since: 0, rttMs: 1, transport: 'unix' },
  stale,
  facts: {
    hostname: id,
    hypervisor: 'QEMU',
    libvirtVersion: '9.0.0',
    daemonUri: 'qemu:///system',
    cpu: { model: 'x86_64', mhz: 2000, threads: 8, nodes: 1, sockets: 1, coresPerSocket: 4, threadsPerCore: 2 },
    memoryKiB: 1000,
  },
});
const domain = (of: string, state: DomainState, stateReason = 0): Domain => ({
  host: of,
  uuid: `${of}-${state}-${stateReason}`,
  name: `${of}-${state}`,
  ...(state !== 'shutoff' && { id: 1 }),
  state,
  stateReason,
  persistent: true,
  autostart: false,
  managedSave: false,
  vcpus: { current: 2, maximum: 4 },
  memoryKiB: { current: 100, maximum: 200 },
});

test('paused VMs hold vCPUs and memory, but only running ones run', () => {
  const totals = totalsOf([host('a', false)], [domain('a', 'running'), domain('a', 'paused'), domain('a', 'shutoff')]);
  expect(totals).toMatchObject({ vms: 3, running: 1, vcpus: 4, memoryKiB: 200, threads: 8, hostMemoryKiB: 1000 });
});

test('of a host that is away only its VMs are counted, not what it once had', () => {
  const totals = totalsOf([host('a', false), host('b', true)], [domain('b', 'running')]);
  expect(totals).toMatchObject({ hosts: 2, connected: 1, vms: 1, running: 0, vcpus: 0, threads: 8 });
});

test('a VM that was paused by an I/O error needs attention, one that a user paused does not', () => {
  const [byUser, byError] = [domain('a', 'paused', 1), domain('a', 'paused', 5)];
  expect([isStuck(byUser), isStuck(byError)]).toEqual([false, true]);
  expect(attentionOf([host('a', false)], [byUser, byError], [], 0)).toEqual([
    { kind: 'domainStuck', domain: byError, host: host('a', false) },
  ]);
});
