/** Devices in words: one readable line, and what they are called. */
import type { Device, DeviceKind, KnownDevice } from '../../shared/model/devices/index.ts';
import type { DeviceNoun } from './device/deviceNoun.ts';
import { deviceNouns } from './device/index.ts';
import type { Part } from './device/lineParts.ts';

function partsOf<K extends DeviceKind>(device: KnownDevice<K>): readonly Part[] {
  const noun: DeviceNoun<K> = deviceNouns[device.kind];
  return noun.line(device.properties);
}

/** "vda", "virtio", "qcow2", "/var/lib/libvirt/images/web.qcow2": what is not said is left out. */
export function describeDevice(device: Device): readonly string[] {
  if (device.kind === 'other') return [];
  return partsOf(device).flatMap((part) => (part === undefined || part === '' ? [] : [String(part)]));
}

/** The word for a device: removable media have their own. Undefined for an element without a table. */
export function deviceWord(device: Device): DeviceKind | 'cdrom' | 'floppy' | undefined {
  if (device.kind === 'other') return undefined;
  if (device.kind !== 'disk') return device.kind;
  switch (device.properties.device) {
    case 'cdrom':
      return 'cdrom';
    case 'floppy':
      return 'floppy';
    default:
      return 'disk';
  }
}
