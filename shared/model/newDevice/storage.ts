/** Disks and drives to add: image files, volumes, block devices, and images on the network. */
import { disk } from '../devices/disk.ts';
import { typedPath } from '../imagePath.ts';
import { effective } from '../../xml/property.ts';
import type { DeviceValues } from './newDevice.ts';
import { newDevice } from './newDevice.ts';
import { devicesNamed, machineOf, offers, prefersVirtio, type NewDeviceContext } from './context.ts';
import { allOf, offered, possible, scsiController, usb, type Needs } from './needs.ts';

/** What Linux and libvirt call disks of a bus: `vda`, `sda`, `hda`. */
const targetPrefixes: Readonly<Record<string, string>> = { virtio: 'vd', ide: 'hd', fdc: 'fd', xen: 'xvd' };

/** a..z, aa..: as disks are counted. */
const letters = (index: number): string =>
  (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCharCode(97 + (index % 26));

/** The next name in the guest that no disk of it has: `vdb`. */
export function freeTarget(context: NewDeviceContext, bus: string): string {
  const taken = new Set(devicesNamed(context, 'disk').map((each) => disk.target.get(each)));
  const prefix = targetPrefixes[bus] ?? 'sd';
  let index = 0;
  while (taken.has(`${prefix}${letters(index)}`)) index++;
  return `${prefix}${letters(index)}`;
}

const hardDisks = (context: NewDeviceContext) =>
  devicesNamed(context, 'disk').filter((each) => effective(disk.device, each) === 'disk');

/** As the guest's other disks are; else what it most likely has a driver for. */
export function diskBus(context: NewDeviceContext): string {
  const there = hardDisks(context).map((each) => disk.bus.get(each));
  const first = there.find((bus) => bus !== undefined);
  if (there.includes('virtio') || (first === undefined && prefersVirtio(context))) return 'virtio';
  return first ?? plainBus(context);
}

/** The bus that guests know without further drivers. */
function plainBus(context: NewDeviceContext): string {
  const usual = machineOf(context) === 'pc' ? 'ide' : machineOf(context) === 'q35' ? 'sata' : 'scsi';
  return offers(context, 'disk.bus', usual) === false ? 'usb' : usual;
}

const busNeeds = (context: NewDeviceContext, { bus }: DeviceValues): Needs =>
  bus === 'scsi' ? scsiController(context) : bus === 'usb' ? usb(context) : possible();

const diskNeeds = (context: NewDeviceContext, values: DeviceValues): Needs =>
  allOf(offered(context, 'disk.diskDevice', values['device']), busNeeds(context, values));

/** The name in the guest goes with the bus. */
function followBus(context: NewDeviceContext, values: DeviceValues, changed: string): DeviceValues {
  return changed === 'bus' && typeof values['bus'] === 'string'
    ? { ...values, target: freeTarget(context, values['bus']) }
    : values;
}

/** An image's name says nothing of its format: qcow2 read as raw is lost data. The host is asked what it is. */
function followDisk(context: NewDeviceContext, values: DeviceValues, changed: string): DeviceValues {
  const path = values['file'];
  if (changed !== 'file' || typeof path !== 'string') return followBus(context, values, changed);
  return { ...values, type: 'file', file: typedPath(path), dev: null, pool: null, volume: null };
}

const common = (context: NewDeviceContext, bus: string) =>
  ({ driverName: 'qemu', target: freeTarget(context, bus), bus }) as const;

const hardDisk = (context: NewDeviceContext) => ({ device: 'disk', ...common(context, diskBus(context)) }) as const;

/** Freed blocks go back to the host, so that images shrink as the guest deletes. */
const discard = { discard: 'unmap' } as const;

/** The guest has its own cache: a second one on the host costs memory and, for storage that is shared, its safety. */
const uncached = { cache: 'none', io: 'native', ...discard } as const;

/** Over the network QEMU's own client reads and writes: the host has no cache, and no native I/O. */
const network = (context: NewDeviceContext, protocol: 'rbd' | 'iscsi' | 'nbd' | 'https', port?: number) => ({
  type: 'network',
  ...hardDisk(context),
  format: 'raw',
  ...(protocol === 'https' ? {} : discard),
  protocol,
  // Ceph's monitors are in the host's own ceph.conf, where it has one.
  ...(protocol !== 'rbd' && { hosts: [{ name: '', ...(port !== undefined && { port }) }] }),
});

const readOnly = { readonly: true } as const;

const shown = ['bus', 'cache', 'discard', 'readonly'] as const;
const networkAsked = ['name', 'hosts', 'format', 'bus', 'readonly'] as const;

export const storage = [
  newDevice({
    id: 'newDisk',
    kind: 'disk',
    group: 'disks',
    pick: 'newVolume',
    ask: ['bus', 'cache', 'discard', 'serial'],
    required: ['target'],
    initial: (context) => ({ type: 'file', ...hardDisk(context), format: 'qcow2', ...discard }),
    follow: followBus,
    needs: diskNeeds,
  }),
  newDevice({
    id: 'disk',
    kind: 'disk',
    group: 'disks',
    pick: 'volume',
    ask: ['file', 'format', ...shown],
    required: ['target', 'format'],
    requiredOne: ['file', 'dev', 'volume'],
    initial: (context) => ({ type: 'file', ...hardDisk(context), format: 'qcow2', ...discard }),
    follow: followDisk,
    needs: diskNeeds,
  }),
  newDevice({
    id: 'cdrom',
    kind: 'disk',
    group: 'disks',
    pick: 'medium',
    ask: ['file', 'bus'],
    required: ['target'],
    initial: (context) => ({
      type: 'file',
      device: 'cdrom',
      ...common(context, plainBus(context)),
      format: 'raw',
      ...readOnly,
    }),
    follow: followDisk,
    needs: diskNeeds,
  }),
  newDevice({
    id: 'floppy',
    kind: 'disk',
    group: 'disks',
    pick: 'medium',
    ask: ['file', 'readonly'],
    required: ['target'],
    initial: (context) => ({ type: 'file', device: 'floppy', ...common(context, 'fdc'), format: 'raw' }),
    needs: (context) => allOf(offered(context, 'disk.diskDevice', 'floppy'), offered(context, 'disk.bus', 'fdc')),
  }),
  newDevice({
    id: 'blockDisk',
    kind: 'disk',
    group: 'disks',
    ask: ['dev', 'bus', 'cache', 'io', 'readonly'],
    required: ['target', 'dev'],
    initial: (context) => ({ type: 'block', ...hardDisk(context), format: 'raw', ...uncached }),
    follow: followBus,
    needs: diskNeeds,
  }),
  newDevice({
    id: 'rbdDisk',
    kind: 'disk',
    group: 'disks',
    ask: [...networkAsked, 'authUsername', 'authSecretType', 'authSecretUsage'],
    required: ['target', 'name'],
    initial: (context) => network(context, 'rbd'),
    follow: followBus,
    needs: diskNeeds,
  }),
  newDevice({
    id: 'iscsiDisk',
    kind: 'disk',
    group: 'disks',
    ask: [...networkAsked, 'initiator', 'authUsername', 'authSecretType', 'authSecretUsage'],
    required: ['target', 'name', 'hosts'],
    initial: (context) => network(context, 'iscsi', 3260),
    follow: followBus,
    needs: diskNeeds,
  }),
  newDevice({
    id: 'nbdDisk',
    kind: 'disk',
    group: 'disks',
    ask: [...networkAsked, 'tls'],
    required: ['target', 'hosts'],
    initial: (context) => network(context, 'nbd', 10809),
    follow: followBus,
    needs: diskNeeds,
  }),
  newDevice({
    id: 'httpDisk',
    kind: 'disk',
    group: 'disks',
    ask: ['protocol', ...networkAsked, 'query', 'sslVerify'],
    required: ['target', 'protocol', 'name', 'hosts'],
    // QEMU reads over HTTP and cannot write.
    initial: (context) => ({ ...network(context, 'https', 443), ...readOnly }),
    follow: followBus,
    needs: diskNeeds,
  }),
] as const;
