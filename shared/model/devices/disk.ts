/** `<disk>` (formatdomain, "Hard drives, floppy disks, CDROMs"). */
import { hexadecimal, integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import type { XmlElement } from '../../xml/element.ts';
import { attribute, flag, records, text } from '../../xml/property.ts';
import { bootOrder, virtioDriver } from './common.ts';

export const diskFormats = ['raw', 'qcow2', 'qed', 'vmdk', 'vdi', 'vpc', 'vhdx', 'luks'] as const;
export const diskBuses = ['virtio', 'scsi', 'sata', 'ide', 'usb', 'fdc', 'sd', 'xen', 'nvme'] as const;

const sourceHost = {
  name: attribute('@name', string),
  port: attribute('@port', integer),
  transport: attribute('@transport', oneOf(['tcp', 'unix', 'rdma']), { default: 'tcp' }),
  socket: attribute('@socket', string),
};

export const disk = {
  type: attribute('@type', oneOf(['file', 'block', 'dir', 'network', 'volume', 'nvme', 'vhostuser', 'vhostvdpa']), {
    default: 'file',
  }),
  device: attribute('@device', oneOf(['disk', 'cdrom', 'floppy', 'lun']), { default: 'disk' }),
  model: attribute('@model', oneOf(['virtio', 'virtio-transitional', 'virtio-non-transitional'])),
  rawio: attribute('@rawio', yesNo),
  sgio: attribute('@sgio', oneOf(['filtered', 'unfiltered'])),
  snapshot: attribute('@snapshot', oneOf(['internal', 'external', 'manual', 'no'])),

  driverName: attribute('driver/@name', oneOf(['qemu', 'tap', 'tap2', 'phy', 'file'])),
  format: attribute('driver/@type', oneOf(diskFormats)),
  cache: attribute('driver/@cache', oneOf(['default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe']), {
    default: 'default',
  }),
  errorPolicy: attribute('driver/@error_policy', oneOf(['stop', 'report', 'ignore', 'enospace'])),
  readErrorPolicy: attribute('driver/@rerror_policy', oneOf(['stop', 'report', 'ignore'])),
  io: attribute('driver/@io', oneOf(['threads', 'native', 'io_uring'])),
  ioeventfd: attribute('driver/@ioeventfd', onOff),
  eventIdx: attribute('driver/@event_idx', onOff),
  copyOnRead: attribute('driver/@copy_on_read', onOff, { default: false }),
  discard: attribute('driver/@discard', oneOf(['unmap', 'ignore'])),
  discardNoUnref: attribute('driver/@discard_no_unref', onOff),
  detectZeroes: attribute('driver/@detect_zeroes', oneOf(['off', 'on', 'unmap'])),
  iothread: attribute('driver/@iothread', integer),
  queues: attribute('driver/@queues', integer),
  queueSize: attribute('driver/@queue_size', integer),
  ...virtioDriver,

  file: attribute('source/@file', string),
  dev: attribute('source/@dev', string),
  dir: attribute('source/@dir', string),
  protocol: attribute(
    'source/@protocol',
    oneOf(['nbd', 'iscsi', 'rbd', 'sheepdog', 'gluster', 'vxhs', 'nfs', 'http', 'https', 'ftp', 'ftps', 'tftp', 'ssh']),
  ),
  name: attribute('source/@name', string),
  pool: attribute('source/@pool', string),
  volume: attribute('source/@volume', string),
  mode: attribute('source/@mode', oneOf(['host', 'direct'])),
  startupPolicy: attribute('source/@startupPolicy', oneOf(['mandatory', 'requisite', 'optional']), {
    default: 'mandatory',
  }),
  hosts: records('source/host', sourceHost, [[{ name: 'storage.example', port: 6789 }]]),
  authUsername: attribute('auth/@username', string),
  encryption: attribute('encryption/@format', oneOf(['luks', 'luks2', 'qcow', 'luks-any'])),

  target: attribute('target/@dev', string),
  bus: attribute('target/@bus', oneOf(diskBuses)),
  tray: attribute('target/@tray', oneOf(['open', 'closed']), { default: 'closed' }),
  removable: attribute('target/@removable', onOff, { default: false }),
  rotationRate: attribute('target/@rotation_rate', integer),

  readonly: flag('readonly'),
  shareable: flag('shareable'),
  transient: flag('transient'),
  serial: text('serial', string),
  wwn: text('wwn', string),
  vendor: text('vendor', string),
  product: text('product', string),
  bootOrder,
  logicalBlockSize: attribute('blockio/@logical_block_size', integer),
  physicalBlockSize: attribute('blockio/@physical_block_size', integer),
  discardGranularity: attribute('blockio/@discard_granularity', integer),

  totalBytesPerSecond: text('iotune/total_bytes_sec', integer),
  readBytesPerSecond: text('iotune/read_bytes_sec', integer),
  writeBytesPerSecond: text('iotune/write_bytes_sec', integer),
  totalRequestsPerSecond: text('iotune/total_iops_sec', integer),
  readRequestsPerSecond: text('iotune/read_iops_sec', integer),
  writeRequestsPerSecond: text('iotune/write_iops_sec', integer),
  totalBytesPerSecondMax: text('iotune/total_bytes_sec_max', integer),
  totalRequestsPerSecondMax: text('iotune/total_iops_sec_max', integer),
  throttleGroup: text('iotune/group_name', string),
};

/** PCI address of an NVMe source, for a word to show. */
const nvme = {
  domain: attribute('source/address/@domain', hexadecimal(4)),
  bus: attribute('source/address/@bus', hexadecimal(2)),
};

/** Where the data is, in the words of the definition: a path, `pool/volume`, `rbd:pool/image`; undefined for an empty drive. */
export function sourceOf(element: XmlElement): string | undefined {
  const path = disk.file.get(element) ?? disk.dev.get(element) ?? disk.dir.get(element);
  if (path !== undefined) return path;
  const pool = disk.pool.get(element);
  const volume = disk.volume.get(element);
  if (pool !== undefined && volume !== undefined) return `${pool}/${volume}`;
  const protocol = disk.protocol.get(element);
  if (protocol !== undefined) return `${protocol}:${disk.name.get(element) ?? ''}`;
  const bus = nvme.bus.get(element);
  return bus === undefined ? undefined : `nvme:${nvme.domain.get(element) ?? 0}:${bus}`;
}

/** Paths of the images that the disk's image is backed by, nearest first, as far as libvirt wrote them into the (live) XML. */
export function backingPaths(element: XmlElement): readonly string[] {
  const paths: string[] = [];
  for (let store = element.child('backingStore'); store !== undefined; store = store.child('backingStore')) {
    const path = sourceOf(store);
    if (path !== undefined) paths.push(path);
  }
  return paths;
}
