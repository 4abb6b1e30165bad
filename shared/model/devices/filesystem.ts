/** `<filesystem>`, a folder shared with the guest (formatdomain, "Filesystems"). */
import { integer, oneOf, onOff, string } from '../../xml/codec.ts';
import { attribute, flag, records, scaled } from '../../xml/property.ts';
import { acpiIndex, bootOrder, virtioDriver } from './common.ts';

/** Identities in the guest and what they are on the host. */
const idRange = {
  start: attribute('@start', integer),
  target: attribute('@target', integer),
  count: attribute('@count', integer),
};
const idRangeSamples = [[{ start: 0, target: 100000, count: 65535 }]];

export const filesystem = {
  type: attribute('@type', oneOf(['mount', 'file', 'block', 'ram', 'bind', 'template', 'volume']), {
    default: 'mount',
  }),
  accessMode: attribute('@accessmode', oneOf(['passthrough', 'mapped', 'squash'])),
  fileMode: attribute('@fmode', string, { when: { accessMode: ['mapped'] } }),
  directoryMode: attribute('@dmode', string, { when: { accessMode: ['mapped'] } }),
  model: attribute('@model', oneOf(['virtio', 'virtio-transitional', 'virtio-non-transitional'])),
  multiDevices: attribute('@multidevs', oneOf(['default', 'remap', 'forbid', 'warn'])),
  driver: attribute('driver/@type', oneOf(['virtiofs', 'path', 'handle', 'loop', 'nbd', 'ploop', 'mtp']), {
    capability: 'filesystem.driverType',
  }),
  driverName: attribute('driver/@name', string),
  format: attribute('driver/@format', string),
  queueSize: attribute('driver/@queue', integer, { when: { driver: ['virtiofs'] } }),
  writePolicy: attribute('driver/@wrpolicy', oneOf(['immediate'])),
  ...virtioDriver,
  binary: attribute('binary/@path', string, { when: { driver: ['virtiofs'] } }),
  xattr: attribute('binary/@xattr', onOff, { when: { driver: ['virtiofs'] } }),
  posixLock: attribute('binary/lock/@posix', onOff, { when: { driver: ['virtiofs'] } }),
  flock: attribute('binary/lock/@flock', onOff, { when: { driver: ['virtiofs'] } }),
  debug: attribute('binary/@debug', string),
  cacheMode: attribute('binary/cache/@mode', oneOf(['none', 'metadata', 'auto', 'always']), {
    when: { driver: ['virtiofs'] },
  }),
  sandboxMode: attribute('binary/sandbox/@mode', oneOf(['namespace', 'chroot']), { when: { driver: ['virtiofs'] } }),
  threadPoolSize: attribute('binary/thread_pool/@size', integer, { when: { driver: ['virtiofs'] } }),
  openFiles: attribute('binary/openfiles/@max', integer, { when: { driver: ['virtiofs'] } }),
  dir: attribute('source/@dir', string, { when: { type: [null, 'mount', 'bind', 'template'] } }),
  file: attribute('source/@file', string, { when: { type: ['file'] } }),
  dev: attribute('source/@dev', string, { when: { type: ['block'] } }),
  name: attribute('source/@name', string),
  socket: attribute('source/@socket', string),
  pool: attribute('source/@pool', string, { hostList: 'pools', when: { type: ['volume'] } }),
  volume: attribute('source/@volume', string, { when: { type: ['volume'] } }),
  usage: attribute('source/@usage', integer),
  usageUnits: attribute('source/@units', string),
  userIds: records('idmap/uid', idRange, idRangeSamples, { when: { driver: ['virtiofs'] } }),
  groupIds: records('idmap/gid', idRange, idRangeSamples, { when: { driver: ['virtiofs'] } }),
  /** The mount tag (or path) in the guest. */
  target: attribute('target/@dir', string),
  readonly: flag('readonly'),
  hardLimit: scaled('space_hard_limit', 'bytes'),
  softLimit: scaled('space_soft_limit', 'bytes'),
  acpiIndex,
  bootOrder,
};
