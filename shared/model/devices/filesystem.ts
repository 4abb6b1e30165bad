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
  fileMode: attribute('@fmode', string),
  directoryMode: attribute('@dmode', string),
  model: attribute('@model', oneOf(['virtio', 'virtio-transitional', 'virtio-non-transitional'])),
  multiDevices: attribute('@multidevs', oneOf(['default', 'remap', 'forbid', 'warn'])),
  driver: attribute('driver/@type', oneOf(['virtiofs', 'path', 'handle', 'loop', 'nbd', 'ploop', 'mtp'])),
  driverName: attribute('driver/@name', string),
  format: attribute('driver/@format', string),
  queueSize: attribute('driver/@queue', integer),
  writePolicy: attribute('driver/@wrpolicy', oneOf(['immediate'])),
  ...virtioDriver,
  binary: attribute('binary/@path', string),
  xattr: attribute('binary/@xattr', onOff),
  posixLock: attribute('binary/lock/@posix', onOff),
  flock: attribute('binary/lock/@flock', onOff),
  debug: attribute('binary/@debug', string),
  cacheMode: attribute('binary/cache/@mode', oneOf(['none', 'metadata', 'auto', 'always'])),
  sandboxMode: attribute('binary/sandbox/@mode', oneOf(['namespace', 'chroot'])),
  threadPoolSize: attribute('binary/thread_pool/@size', integer),
  openFiles: attribute('binary/openfiles/@max', integer),
  dir: attribute('source/@dir', string),
  file: attribute('source/@file', string),
  dev: attribute('source/@dev', string),
  name: attribute('source/@name', string),
  socket: attribute('source/@socket', string),
  pool: attribute('source/@pool', string),
  volume: attribute('source/@volume', string),
  usage: attribute('source/@usage', integer),
  usageUnits: attribute('source/@units', string),
  userIds: records('idmap/uid', idRange, idRangeSamples),
  groupIds: records('idmap/gid', idRange, idRangeSamples),
  /** The mount tag (or path) in the guest. */
  target: attribute('target/@dir', string),
  readonly: flag('readonly'),
  hardLimit: scaled('space_hard_limit', 'bytes'),
  softLimit: scaled('space_soft_limit', 'bytes'),
  acpiIndex,
  bootOrder,
};
