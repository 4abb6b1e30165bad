import type { Hardware } from '../../../shared/model/creation/hardware.ts';

/** What a host proposes, for tests. */
export const proposal = (change: Partial<Hardware> = {}): Hardware => ({
  type: 'qemu',
  arch: 'x86_64',
  machine: 'q35',
  firmware: 'bios',
  cpu: { vcpus: 2, mode: 'maximum' },
  memoryMiB: 2048,
  disks: [
    {
      content: { kind: 'new', pool: 'default', capacityBytes: 20 * 1024 ** 3, format: 'qcow2', full: false },
      bus: 'virtio',
      discard: true,
    },
  ],
  nics: [{ source: { kind: 'network', network: 'default' }, model: 'virtio' }],
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
  ...change,
});
