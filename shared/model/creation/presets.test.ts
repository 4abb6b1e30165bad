import { describe, expect, test } from 'vitest';
import { settings } from '../settings.ts';
import type { OperatingSystem } from '../os.ts';
import type { Hardware } from './hardware.ts';
import { hasSizes, sizesFor, sizesOf, withSizes } from './presets.ts';

const GiB = 1024 ** 3;

const system = (minimum: OperatingSystem['minimum'], recommended: OperatingSystem['recommended']): OperatingSystem => ({
  id: 'some1',
  uri: 'http://some.org/some/1',
  name: 'Some 1',
  released: '2024-01-01',
  family: 'linux',
  distro: 'some',
  devices: [],
  firmware: {},
  media: [],
  trees: [],
  images: [],
  ...(minimum && { minimum }),
  ...(recommended && { recommended }),
});

describe('sizes in one click', () => {
  test('are what the system recommends, half of it and twice it', () => {
    const os = system({}, { vcpus: 4, memoryMiB: 8192, storageGiB: 40 });
    expect(sizesFor(os, 64)).toEqual({
      small: { vcpus: 2, memoryMiB: 4096, diskBytes: 20 * GiB },
      medium: { vcpus: 4, memoryMiB: 8192, diskBytes: 40 * GiB },
      large: { vcpus: 8, memoryMiB: 16_384, diskBytes: 80 * GiB },
    });
  });

  test('are never less than the system asks for', () => {
    const os = system({ vcpus: 2, memoryMiB: 4096, storageGiB: 64 }, { memoryMiB: 1024, storageGiB: 40 });
    expect(sizesFor(os, 64).small).toEqual({ vcpus: 2, memoryMiB: 4096, diskBytes: 64 * GiB });
  });

  test('are those of a usual Linux where nothing is known', () => {
    expect(sizesFor(undefined, 64).medium).toEqual({ vcpus: 2, memoryMiB: 2048, diskBytes: 20 * GiB });
  });

  test('give each vCPU of a large VM a GiB', () => {
    const os = system({}, { vcpus: 2, memoryMiB: 1024, storageGiB: 10 });
    expect(sizesFor(os, 64).large).toMatchObject({ vcpus: 4, memoryMiB: 4096 });
  });

  test('have no more vCPUs than the machine takes', () => {
    expect(sizesFor(undefined, 1).large.vcpus).toBe(1);
  });
});

const hardware: Hardware = {
  type: 'qemu',
  arch: 'x86_64',
  machine: 'q35',
  firmware: 'bios',
  cpu: { vcpus: 1, mode: 'maximum', topology: { sockets: 1, cores: 1, threads: 1 } },
  memoryMiB: 512,
  maximumMiB: 1024,
  disks: [
    {
      content: { kind: 'new', pool: 'a', capacityBytes: GiB, format: 'qcow2', full: false },
      bus: 'sata',
      discard: true,
    },
    { content: { kind: 'new', pool: 'a', capacityBytes: GiB, format: 'raw', full: true }, bus: 'sata', discard: true },
  ],
  nics: [],
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
};
const sizes = { vcpus: 4, memoryMiB: 4096, diskBytes: 30 * GiB };

test('a size changes processor, memory and the first disk, and nothing else', () => {
  const changed = withSizes(hardware, sizes);
  const { maximumMiB: _, ...rest } = hardware;
  expect(changed).toEqual({
    ...rest,
    cpu: { ...hardware.cpu, vcpus: 4, topology: { sockets: 1, cores: 4, threads: 1 } },
    memoryMiB: 4096,
    disks: [
      { ...hardware.disks[0], content: { ...hardware.disks[0]?.content, capacityBytes: 30 * GiB } },
      hardware.disks[1],
    ],
  });
  expect(sizesOf(changed)).toEqual(sizes);
  expect(hasSizes(changed, sizes)).toBe(true);
  expect(hasSizes(hardware, sizes)).toBe(false);
});

test('a disk that exists keeps its size, and does not keep a preset from being the chosen one', () => {
  const existing: Hardware = {
    ...hardware,
    disks: [{ content: { kind: 'path', path: '/a', format: 'raw' }, bus: 'sata', discard: false }],
  };
  const changed = withSizes(existing, sizes);
  expect(changed.disks).toEqual(existing.disks);
  expect(sizesOf(changed)).toBeUndefined();
  expect(hasSizes(changed, sizes)).toBe(true);
});

test("the user's own sizes are kept among the settings; broken ones are forgotten, not the rest of the settings", () => {
  const own = [{ name: 'db', ...sizes }];
  expect(settings.parse({ hardwarePresets: own }).hardwarePresets).toEqual(own);
  const broken = settings.parse({ theme: 'dark', hardwarePresets: [{ name: 'db', vcpus: -1 }] });
  expect(broken).toMatchObject({ theme: 'dark', hardwarePresets: [] });
});
