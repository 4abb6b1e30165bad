import { describe, expect, test } from 'vitest';
import type { Hardware, NewDisk, NewNic } from '../../../../shared/model/creation/hardware.ts';
import { hardwareFaults } from './faults.ts';
import { notesAt, notesElsewhere, type Placed } from './notes.ts';

const disk: NewDisk = {
  content: { kind: 'new', pool: 'default', capacityBytes: 1024, format: 'qcow2', full: false },
  bus: 'virtio',
  discard: true,
};
const nic: NewNic = { source: { kind: 'network', network: 'default' }, model: 'virtio' };

const hardware = (change: Partial<Hardware>): Hardware => ({
  type: 'qemu',
  arch: 'x86_64',
  machine: 'q35',
  firmware: 'bios',
  cpu: { vcpus: 1, mode: 'maximum' },
  memoryMiB: 512,
  disks: [disk],
  nics: [nic],
  graphics: 'none',
  video: 'vga',
  tablet: false,
  sound: false,
  guestAgent: false,
  tpm: false,
  rng: false,
  balloon: false,
  watchdog: 'none',
  clock: 'utc',
  hyperv: false,
  ...change,
});

test('there is nothing wrong with what is usual', () => {
  expect(hardwareFaults(hardware({}))).toEqual([]);
});

describe('a value that can not be is said at its field', () => {
  const forward = { protocol: 'tcp', hostPort: 2222, guestPort: 22 } as const;
  const user = (...portForwards: (typeof forward)[]): NewNic => ({ ...nic, source: { kind: 'user', portForwards } });
  test.each<[string, Partial<Hardware>, string, string]>([
    ['MAC address', { nics: [{ ...nic, mac: '52:54' }] }, 'hardware.nics.0.mac', 'mac'],
    ['VLAN', { nics: [{ ...nic, vlan: 5000 }] }, 'hardware.nics.0.vlan', 'vlan'],
    [
      'bridge',
      { nics: [{ ...nic, source: { kind: 'bridge', bridge: '' } }] },
      'hardware.nics.0.source.bridge',
      'bridge',
    ],
    [
      'port',
      { nics: [user({ ...forward, hostPort: 70_000 as 2222 })] },
      'hardware.nics.0.source.portForwards.0.hostPort',
      'port',
    ],
    [
      'port that is forwarded already',
      { nics: [user(forward, forward)] },
      'hardware.nics.0.source.portForwards.1.hostPort',
      'portTwice',
    ],
    [
      'path',
      { disks: [{ ...disk, content: { kind: 'path', path: 'web.img', format: 'raw' } }] },
      'hardware.disks.0.content.path',
      'path',
    ],
    [
      'image that is still to be chosen',
      { disks: [{ ...disk, content: { kind: 'volume', pool: 'a', volume: '' } }] },
      'hardware.disks.0.content.volume',
      'volume',
    ],
    [
      'image of two disks',
      { disks: [1, 2].map(() => ({ ...disk, content: { kind: 'volume', pool: 'a', volume: 'b' } as const })) },
      'hardware.disks.1.content',
      'volumeTwice',
    ],
    [
      'MAC address of two cards',
      { nics: [1, 2].map(() => ({ ...nic, mac: '52:54:00:00:00:01' })) },
      'hardware.nics.1.mac',
      'macTwice',
    ],
  ])('%s', (_what, change, field, word) => {
    expect(hardwareFaults(hardware(change))).toEqual([{ field, word }]);
  });
});

describe('notes', () => {
  const placed: readonly Placed[] = [
    { field: 'hardware.memoryMiB', level: 'warning', text: 'little' },
    { field: 'hardware.memoryMiB', level: 'warning', text: 'little' },
    { field: 'hardware.disks.1.content.pool', level: 'error', text: 'no pool' },
  ];

  test('of several VMs are said once', () => {
    expect(notesAt(placed, ['hardware.memoryMiB'])).toEqual([{ level: 'warning', text: 'little' }]);
  });

  test('below a field belong to it, and not to another whose name begins like it', () => {
    expect(notesAt(placed, ['hardware.disks.1.*'])).toHaveLength(1);
    expect(notesAt(placed, ['hardware.disks.11.*', 'hardware.disks.0.*'])).toEqual([]);
  });

  test('without a place of their own are not lost', () => {
    expect(notesElsewhere(placed, ['hardware.memoryMiB'])).toEqual([{ level: 'error', text: 'no pool' }]);
  });
});
