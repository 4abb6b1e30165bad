/** `<filesystem>`, a folder shared with the guest (formatdomain, "Filesystems"). */
import { integer, oneOf, onOff, string } from '../../xml/codec.ts';
import { attribute, flag, scaled } from '../../xml/property.ts';
import { virtioDriver } from './common.ts';

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
  cacheMode: attribute('binary/cache/@mode', oneOf(['none', 'always'])),
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
  /** The mount tag (or path) in the guest. */
  target: attribute('target/@dir', string),
  readonly: flag('readonly'),
  hardLimit: scaled('space_hard_limit'),
  softLimit: scaled('space_soft_limit'),
};
