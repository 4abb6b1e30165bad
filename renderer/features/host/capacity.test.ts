import { describe, expect, it } from 'vitest';
import type { Domain } from '../../../shared/model/domain.ts';
import { allocationOf, countsByState, topologyOf } from './capacity.ts';

const domain = (given: Partial<Domain>): Domain => ({
  host: 'h1',
  uuid: '00000000-0000-0000-0000-000000000001',
  name: 'vm',
  state: 'running',
  stateReason: 0,
  persistent: true,
  autostart: false,
  managedSave: false,
  ...given,
});
const active = (given: Partial<Domain>): Domain => domain({ id: 1, ...given });
const sizes = { vcpus: { current: 2, maximum: 4 }, memoryKiB: { current: 1024, maximum: 2048 } };

describe('what is promised to VMs', () => {
  it('is the sum of those that have a process, also when paused', () => {
    const domains = [
      active(sizes),
      active({ ...sizes, state: 'paused' }),
      // Its QEMU is kept.
      active({ ...sizes, state: 'crashed' }),
      domain({ ...sizes, state: 'crashed' }),
      domain({ ...sizes, state: 'shutoff' }),
    ];
    expect(allocationOf(domains)).toEqual({ vcpus: 6, memoryKiB: 3072, memoryMaximumKiB: 6144 });
  });

  it('leaves out what is not known yet', () => {
    expect(allocationOf([active({}), active({ vcpus: { current: 1, maximum: 1 } })])).toEqual({
      vcpus: 1,
      memoryKiB: 0,
      memoryMaximumKiB: 0,
    });
  });
});

describe('counts by state', () => {
  it('tells saved VMs from those that are off, and leaves out empty states', () => {
    const domains = [
      domain({ state: 'shutoff' }),
      domain({ state: 'shutoff', managedSave: true }),
      domain({}),
      domain({}),
      domain({ managedSave: true }),
    ];
    expect(countsByState(domains)).toEqual([
      { state: 'running', count: 3 },
      { state: 'shutoff', count: 1 },
      { state: 'saved', count: 1 },
    ]);
  });
});

describe('the CPU topology', () => {
  const cpu = { model: 'x86_64', mhz: 2000, threads: 64, nodes: 2, sockets: 1, coresPerSocket: 16, threadsPerCore: 2 };

  it('counts the sockets of all NUMA nodes', () => {
    expect(topologyOf(cpu)).toEqual({ sockets: 2, cores: 16, threads: 2 });
  });

  it('is not told where it contradicts the number of CPUs', () => {
    expect(topologyOf({ ...cpu, threads: 60 })).toBeUndefined();
  });
});
