import { describe, expect, test } from 'vitest';
import type { Hardware, NewDisk } from './hardware.ts';
import {
  anotherDisk,
  formatsOf,
  hasBus,
  withBus,
  withCache,
  withCpuMode,
  withFirmware,
  withGuest,
  withIo,
  withMachine,
  withMaximum,
  withMemory,
  withPool,
  withSource,
  withVcpus,
} from './hardwareChanges.ts';

const disk: NewDisk = {
  content: { kind: 'new', pool: 'default', capacityBytes: 1024 ** 3, format: 'qcow2', full: false },
  bus: 'virtio',
  discard: true,
  iothread: true,
};

const hardware: Hardware = {
  type: 'kvm',
  arch: 'x86_64',
  machine: 'q35',
  firmware: 'bios',
  cpu: { vcpus: 2, mode: 'host-passthrough' },
  memoryMiB: 2048,
  disks: [disk],
  nics: [],
  cdrom: 'sata',
  graphics: 'vnc',
  video: 'virtio',
  tablet: true,
  sound: false,
  guestAgent: true,
  tpm: false,
  rng: true,
  balloon: true,
  watchdog: 'none',
  clock: 'utc',
  hyperv: false,
};

describe('another number of vCPUs', () => {
  const { cpu } = hardware;

  test('leaves a guest without topology without one', () => {
    expect(withVcpus(cpu, 8)).toEqual({ vcpus: 8, mode: 'host-passthrough' });
  });

  test('makes more cores of a topology', () => {
    const two = { ...cpu, topology: { sockets: 1, cores: 1, threads: 2 } };
    expect(withVcpus(two, 8).topology).toEqual({ sockets: 1, cores: 4, threads: 2 });
  });

  test('makes one socket where the topology does not divide it', () => {
    const two = { ...cpu, topology: { sockets: 1, cores: 1, threads: 2 } };
    expect(withVcpus(two, 3).topology).toEqual({ sockets: 1, cores: 3, threads: 1 });
  });

  test('drops a maximum that is no more than that', () => {
    expect(withVcpus({ ...cpu, maximum: 4 }, 4)).not.toHaveProperty('maximum');
    expect(withVcpus({ ...cpu, maximum: 4 }, 3).maximum).toBe(4);
  });

  test('is arranged for the maximum, where there is one', () => {
    const two = { ...cpu, topology: { sockets: 1, cores: 2, threads: 1 } };
    expect(withMaximum(two, 8).topology).toEqual({ sockets: 1, cores: 8, threads: 1 });
    expect(withMaximum(withMaximum(two, 8), undefined).topology).toEqual({ sockets: 1, cores: 2, threads: 1 });
  });
});

test('a named CPU begins with the first model that the host can run, and another mode has none', () => {
  const named = withCpuMode(hardware.cpu, 'custom', { cpuModels: ['Denverton', 'Nehalem'] });
  expect(named).toMatchObject({ mode: 'custom', model: 'Denverton' });
  expect(withCpuMode(named, 'maximum', { cpuModels: [] })).toEqual({ vcpus: 2, mode: 'maximum' });
});

test('more memory than the maximum leaves no maximum', () => {
  expect(withMemory({ ...hardware, maximumMiB: 4096 }, 8192)).not.toHaveProperty('maximumMiB');
  expect(withMemory({ ...hardware, maximumMiB: 4096 }, 3072).maximumMiB).toBe(4096);
});

describe('another machine', () => {
  test.each([
    ['q35', 'ide', false],
    ['pc-q35-7.2', 'ide', false],
    ['q35', 'sata', true],
    ['pc', 'sata', false],
    ['pc-i440fx-7.2', 'sata', false],
    ['pc', 'ide', true],
    ['virt', 'sata', true],
  ])('%s: %s %s', (machine, bus, has) => {
    expect(hasBus(machine, bus)).toBe(has);
  });

  test('moves disks and CD drive to the bus that it has instead', () => {
    const sata: Hardware = { ...hardware, disks: [disk, { ...disk, bus: 'sata' }] };
    const old = withMachine(sata, 'pc');
    expect(old.disks.map(({ bus }) => bus)).toEqual(['virtio', 'ide']);
    expect(old.cdrom).toBe('ide');
    expect(withMachine(old, 'q35').cdrom).toBe('sata');
  });

  test('comes with UEFI, which is made for q35', () => {
    const guests = [{ type: 'kvm', arch: 'x86_64', machines: ['q35', 'pc'] }] as const;
    const old = withMachine(hardware, 'pc');
    expect(withFirmware(old, 'efi', { guests })).toMatchObject({ firmware: 'efi', machine: 'q35', cdrom: 'sata' });
    expect(withFirmware(old, 'bios', { guests }).machine).toBe('pc');
  });
});

test('an emulated guest can not have the CPU of the host, nor what makes Windows fast on KVM', () => {
  const emulated = withGuest({ ...hardware, hyperv: true }, { type: 'qemu', arch: 'aarch64', machines: ['virt'] });
  expect(emulated).toMatchObject({ type: 'qemu', arch: 'aarch64', machine: 'virt', hyperv: false });
  expect(emulated.cpu.mode).toBe('maximum');
});

describe('a disk', () => {
  test('keeps its I/O thread only on a bus that has some', () => {
    expect(withBus(disk, 'scsi').iothread).toBe(true);
    expect(withBus(disk, 'sata')).not.toHaveProperty('iothread');
  });

  test('with native I/O is not cached by the host', () => {
    expect(withIo(disk, 'native')).toMatchObject({ io: 'native', cache: 'none' });
    expect(withIo({ ...disk, cache: 'directsync' }, 'native').cache).toBe('directsync');
    expect(withCache(withIo(disk, 'native'), 'writeback')).not.toHaveProperty('io');
  });

  test('in a pool of block devices is raw, whole and not cached; back among files it is usual again', () => {
    const files = { name: 'default', type: 'dir' };
    const volumes = { name: 'vg', type: 'logical' };
    const block = withPool(disk, volumes, files);
    expect(block).toMatchObject({
      content: { pool: 'vg', format: 'raw', full: true },
      cache: 'none',
      io: 'native',
      discard: false,
    });
    expect(withPool(block, files, volumes)).toEqual(disk);
    expect(formatsOf(volumes)).toEqual(['raw']);
  });

  test('in Ceph is raw, and as large as what is in it', () => {
    expect(withPool(disk, { name: 'ceph', type: 'rbd' }, undefined).content).toMatchObject({
      format: 'raw',
      full: false,
    });
  });

  test('that is added is like the last one, but for what is its own', () => {
    const content = { kind: 'new', pool: 'default', capacityBytes: 1024 ** 3, format: 'qcow2', full: false } as const;
    const named: NewDisk = { ...disk, serial: 'one', content: { ...content, volume: 'a.qcow2' } };
    const next = anotherDisk({ ...hardware, disks: [named] }, 'other');
    expect(next).toEqual(disk);
  });
});

test('a card that is on no network of the host has no VLAN', () => {
  const nic = { source: { kind: 'bridge', bridge: 'br0' }, model: 'virtio', vlan: 7 } as const;
  expect(withSource(nic, { kind: 'network', network: 'default' }).vlan).toBe(7);
  expect(withSource(nic, { kind: 'user', portForwards: [] })).not.toHaveProperty('vlan');
});
