/** What is taken over into a new device from something of the host that was chosen for it. */
import type { NodeDevice } from '../nodeDevice.ts';
import type { StorageVolume } from '../storageVolume.ts';
import type { DeviceValues } from './newDevice.ts';

/** Source of a disk; what a pool on the network has is named by pool and volume, for libvirt knows how to reach it. */
export function volumeValues({ pool, name, path, type, format = 'raw' }: VolumeSource): DeviceValues {
  const nothing = { file: null, dev: null, pool: null, volume: null };
  // The image of a medium is its bytes: `iso` is a format of volumes, not of drivers.
  const known = format === 'iso' || format === 'unknown' ? 'raw' : format;
  switch (type) {
    case 'block':
      return { ...nothing, type: 'block', dev: path, format: 'raw' };
    case 'network':
    case 'netdir':
      return { ...nothing, type: 'volume', pool, volume: name, format: 'raw' };
    default:
      return { ...nothing, type: 'file', file: path, format: known };
  }
}

type VolumeSource = Pick<StorageVolume, 'pool' | 'name' | 'path' | 'type' | 'format'>;

const pciParts = /^([0-9a-f]+):([0-9a-f]+):([0-9a-f]+)\.([0-9a-f]+)$/i;

/** Source of a `<hostdev>` or of `<interface type='hostdev'>`. */
export function nodeDeviceValues(device: NodeDevice): DeviceValues {
  switch (device.kind) {
    case 'pci': {
      const [domain = 0, bus = 0, slot = 0, of = 0] = (pciParts.exec(device.address) ?? [])
        .slice(1)
        .map((part) => Number.parseInt(part, 16));
      return { sourceDomain: domain, sourceBus: bus, sourceSlot: slot, sourceFunction: of };
    }
    case 'usb':
      // By what it is, not by the number that it gets anew each time it is plugged in.
      return { vendorId: device.vendorId, productId: device.productId, sourceBus: null, sourceDevice: null };
    case 'mdev':
      return { sourceUuid: device.uuid };
    case 'scsi':
    case 'net':
      return {};
    default:
      return device satisfies never;
  }
}

/**
 * Two of the same make can only be told apart by where they are plugged in now.
 * @param all the USB devices of the host
 */
export function usbValues(device: Extract<NodeDevice, { kind: 'usb' }>, all: readonly NodeDevice[]): DeviceValues {
  const alike = all.filter(
    (each) => each.kind === 'usb' && each.vendorId === device.vendorId && each.productId === device.productId,
  );
  const place = alike.length > 1 ? { sourceBus: device.bus, sourceDevice: device.device } : {};
  return { ...nodeDeviceValues(device), ...place };
}
