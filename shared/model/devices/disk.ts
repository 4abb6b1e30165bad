/** `<disk>` (formatdomain, "Hard drives, floppy disks, CDROMs"). */
import { integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import type { XmlElement } from '../../xml/element.ts';
import { attribute, flag, records, scaled, text } from '../../xml/property.ts';
import { diskThrottling } from './diskThrottling.ts';
import { diskTransport, sourceHost } from './diskTransport.ts';
import {
  acpiIndex,
  backendDomain,
  bootOrder,
  queueThread,
  queueThreadSamples,
  sourceLabel,
  sourceLabelSamples,
  virtioDriver,
} from './common.ts';

export const diskFormats = ['raw', 'qcow2', 'qed', 'vmdk', 'vdi', 'vpc', 'vhdx', 'luks'] as const;
export const diskBuses = ['virtio', 'scsi', 'sata', 'ide', 'usb', 'fdc', 'sd', 'xen', 'nvme'] as const;

/** Seconds over which latencies are counted. */
const statistic = { interval: attribute('@interval', integer, { unit: 'seconds' }) };

export const disk = {
  type: attribute('@type', oneOf(['file', 'block', 'dir', 'network', 'volume', 'nvme', 'vhostuser', 'vhostvdpa']), {
    default: 'file',
    live: 'updateMedium',
  }),
  device: attribute('@device', oneOf(['disk', 'cdrom', 'floppy', 'lun']), {
    default: 'disk',
    capability: 'disk.diskDevice',
  }),
  model: attribute('@model', oneOf(['virtio', 'virtio-transitional', 'virtio-non-transitional']), {
    capability: 'disk.model',
  }),
  rawio: attribute('@rawio', yesNo),
  sgio: attribute('@sgio', oneOf(['filtered', 'unfiltered'])),
  snapshot: attribute('@snapshot', oneOf(['internal', 'external', 'manual', 'no']), { live: 'updateFixed' }),

  driverName: attribute('driver/@name', oneOf(['qemu', 'tap', 'tap2', 'phy', 'file'])),
  format: attribute('driver/@type', oneOf(diskFormats), { live: 'updateMedium' }),
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
  iothreads: records('driver/iothreads/iothread', queueThread, queueThreadSamples),
  statistics: records('driver/statistics/statistic', statistic, [
    [{ interval: 1 }],
    [{ interval: 1 }, { interval: 10 }],
  ]),
  metadataCache: scaled('driver/metadata_cache/max_size', 'bytes'),
  ...virtioDriver,

  file: attribute('source/@file', string, { when: { type: [null, 'file'] }, live: 'updateMedium' }),
  dev: attribute('source/@dev', string, { when: { type: ['block', 'vhostvdpa'] }, live: 'updateMedium' }),
  dir: attribute('source/@dir', string, { when: { type: ['dir'] } }),
  protocol: attribute(
    'source/@protocol',
    oneOf(['nbd', 'iscsi', 'rbd', 'sheepdog', 'gluster', 'vxhs', 'nfs', 'http', 'https', 'ftp', 'ftps', 'tftp', 'ssh']),
    { when: { type: ['network'] }, live: 'updateMedium' },
  ),
  name: attribute('source/@name', string, { when: { type: ['network'] }, live: 'updateMedium' }),
  pool: attribute('source/@pool', string, { hostList: 'pools', when: { type: ['volume'] }, live: 'updateMedium' }),
  volume: attribute('source/@volume', string, { when: { type: ['volume'] }, live: 'updateMedium' }),
  mode: attribute('source/@mode', oneOf(['host', 'direct']), { when: { type: ['volume'] } }),
  startupPolicy: attribute('source/@startupPolicy', oneOf(['mandatory', 'requisite', 'optional']), {
    default: 'mandatory',
    when: { device: ['cdrom', 'floppy'] },
    live: 'update',
  }),
  hosts: records('source/host', sourceHost, [[{ name: 'storage.example', port: 6789 }]], {
    when: { type: ['network'] },
    live: 'updateMedium',
  }),
  ...diskTransport,
  sourceLabels: records('source/seclabel', sourceLabel, sourceLabelSamples),

  target: attribute('target/@dev', string),
  bus: attribute('target/@bus', oneOf(diskBuses), { capability: 'disk.bus' }),
  tray: attribute('target/@tray', oneOf(['open', 'closed']), { default: 'closed', live: 'updateMedium' }),
  removable: attribute('target/@removable', onOff, { default: false }),
  rotationRate: attribute('target/@rotation_rate', integer, { unit: 'rpm' }),

  readonly: flag('readonly'),
  shareable: flag('shareable'),
  transient: flag('transient'),
  transientSharesBacking: attribute('transient/@shareBacking', yesNo, { inFlag: true }),
  serial: text('serial', string),
  wwn: text('wwn', string),
  vendor: text('vendor', string),
  product: text('product', string),
  bootOrder,
  logicalBlockSize: attribute('blockio/@logical_block_size', integer, { unit: 'bytes' }),
  physicalBlockSize: attribute('blockio/@physical_block_size', integer, { unit: 'bytes' }),
  discardGranularity: attribute('blockio/@discard_granularity', integer, { unit: 'bytes' }),

  cylinders: attribute('geometry/@cyls', integer),
  heads: attribute('geometry/@heads', integer),
  sectors: attribute('geometry/@secs', integer),
  geometryTranslation: attribute('geometry/@trans', oneOf(['auto', 'none', 'lba'])),
  acpiIndex,
  backendDomain,
  ...diskThrottling,
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
  const bus = disk.nvmeBus.get(element);
  return bus === undefined ? undefined : `nvme:${disk.nvmeDomain.get(element) ?? 0}:${bus}`;
}
