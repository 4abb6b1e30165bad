/**
 * What libvirt's QEMU driver can change while the guest runs, as data (libvirt src/qemu/qemu_hotplug.c, qemu_driver.c). Everything else
 * waits for the next start. Where a hypervisor or guest can't do it after all, libvirt says so when it is asked.
 */
import type { DeviceKind } from './devices/index.ts';

/** Calls of libvirt's that change one value of the running domain; each is one entry in the backend's table of the same name. */
export const liveCalls = [
  'memory',
  'vcpus',
  'title',
  'description',
  'lifecycle',
  'scheduler',
  'memoryLimit',
  'blockWeight',
  'numa',
  'pinVcpus',
  'pinEmulator',
  'pinIothreads',
  'balloonPeriod',
  'ioThrottle',
] as const;
export type LiveCall = (typeof liveCalls)[number];

/** Property of the domain -> the call that changes it live. */
export const liveDomainProperties: Readonly<Record<string, LiveCall>> = {
  currentMemory: 'memory',
  currentVcpu: 'vcpus',
  title: 'title',
  description: 'description',
  onPoweroff: 'lifecycle',
  onReboot: 'lifecycle',
  onCrash: 'lifecycle',
  cpuShares: 'scheduler',
  vcpuPeriod: 'scheduler',
  vcpuQuota: 'scheduler',
  globalPeriod: 'scheduler',
  globalQuota: 'scheduler',
  emulatorPeriod: 'scheduler',
  emulatorQuota: 'scheduler',
  iothreadPeriod: 'scheduler',
  iothreadQuota: 'scheduler',
  hardLimit: 'memoryLimit',
  softLimit: 'memoryLimit',
  swapHardLimit: 'memoryLimit',
  blkioWeight: 'blockWeight',
  numaNodes: 'numa',
  vcpuPins: 'pinVcpus',
  emulatorPin: 'pinEmulator',
  iothreadPins: 'pinIothreads',
};

interface LiveDevice {
  /** Whether one can be added to, and taken from, a running guest. */
  readonly plug: 'yes' | 'no';
  /** Properties that virDomainUpdateDeviceFlags changes. */
  readonly update?: readonly string[];
  /** Properties with a call of their own. */
  readonly calls?: Readonly<Record<string, LiveCall>>;
}

/** Buses whose disks can be plugged while the guest runs; IDE, SATA and floppy can't. */
export const pluggableBuses: readonly string[] = ['virtio', 'scsi', 'usb', 'xen'];

const throttle = Object.fromEntries(
  [
    'totalBytesPerSecond',
    'readBytesPerSecond',
    'writeBytesPerSecond',
    'totalRequestsPerSecond',
    'readRequestsPerSecond',
    'writeRequestsPerSecond',
    'totalBytesPerSecondMax',
    'readBytesPerSecondMax',
    'writeBytesPerSecondMax',
    'totalRequestsPerSecondMax',
    'readRequestsPerSecondMax',
    'writeRequestsPerSecondMax',
    'requestSize',
    'throttleGroup',
  ].map((name) => [name, 'ioThrottle'] as const),
);

const media = ['type', 'file', 'dev', 'pool', 'volume', 'protocol', 'name', 'hosts', 'format', 'startupPolicy', 'tray'];

const liveDevices: { readonly [K in DeviceKind]?: LiveDevice } = {
  disk: { plug: 'yes', update: ['startupPolicy', 'snapshot'], calls: throttle },
  interface: {
    plug: 'yes',
    update: [
      'link',
      'network',
      'bridge',
      'portgroup',
      'filter',
      'filterParameters',
      'inboundAverage',
      'inboundPeak',
      'inboundBurst',
      'inboundFloor',
      'outboundAverage',
      'outboundPeak',
      'outboundBurst',
      'trustGuestRxFilters',
      'isolated',
    ],
  },
  graphics: { plug: 'no', update: ['password', 'passwordValidTo', 'connected'] },
  memballoon: { plug: 'no', calls: { statsPeriod: 'balloonPeriod' } },
  hostdev: { plug: 'yes' },
  controller: { plug: 'yes' },
  redirdev: { plug: 'yes' },
  rng: { plug: 'yes' },
  shmem: { plug: 'yes' },
  memory: { plug: 'yes', update: ['requested'] },
  input: { plug: 'yes' },
  watchdog: { plug: 'yes' },
  vsock: { plug: 'yes' },
  filesystem: { plug: 'yes' },
  channel: { plug: 'yes' },
  serial: { plug: 'yes' },
};

/** Media of removable drives change live; a disk's source doesn't. */
const liveMedia: LiveDevice = { plug: 'no', update: media, calls: throttle };

const nothing: LiveDevice = { plug: 'no' };

/**
 * @param read a property of the device as it runs
 */
export function liveDevice(element: string, read: (property: string) => unknown): LiveDevice {
  const byName: Readonly<Record<string, LiveDevice | undefined>> = liveDevices;
  switch (element) {
    case 'disk':
      if (read('device') === 'cdrom' || read('device') === 'floppy') return liveMedia;
      return pluggableBuses.includes(String(read('bus')))
        ? (liveDevices.disk ?? nothing)
        : { ...liveDevices.disk, plug: 'no' };
    case 'input':
      return read('bus') === 'ps2' ? nothing : (liveDevices.input ?? nothing);
    case 'serial':
      return read('targetType') === 'usb-serial' || read('targetType') === 'pci-serial'
        ? (liveDevices.serial ?? nothing)
        : nothing;
    case 'controller':
      // qemuDomainAttachControllerDevice: "'%s' controller cannot be hot plugged" for any other.
      return read('type') === 'scsi' ? (liveDevices.controller ?? nothing) : nothing;
    default:
      return byName[element] ?? nothing;
  }
}
