/** Every kind of device with all that the pages know of it; a kind that none of the files has does not compile. */
import { Box, type LucideIcon } from 'lucide-react';
import type { Device, DeviceKind, KnownDevice } from '../../../shared/model/devices/index.ts';
import { boardDevices } from './boardDevices.ts';
import { characterDevices } from './characterDevices.ts';
import type { DeviceGroupName, DeviceNoun, DeviceNouns, LiveFact } from './deviceNoun.ts';
import { networkDevices } from './networkDevices.ts';
import { redirectedDevices } from './redirectedDevices.ts';
import { screenDevices } from './screenDevices.ts';
import { storage } from './storage.ts';

export const deviceNouns: DeviceNouns = {
  ...storage,
  ...networkDevices,
  ...screenDevices,
  ...characterDevices,
  ...redirectedDevices,
  ...boardDevices,
};

/** What the device looks like to the guest: removable media have faces of their own. */
export const deviceIcon = (device: Device): LucideIcon => (device.kind === 'other' ? Box : iconOf(device));

function iconOf<K extends DeviceKind>({ kind, properties }: KnownDevice<K>): LucideIcon {
  const noun: DeviceNoun<K> = deviceNouns[kind];
  return noun.ownIcon?.(properties) ?? noun.icon;
}

/** The section of the list of hardware. */
export const deviceGroup = ({ kind }: Device): DeviceGroupName =>
  kind === 'other' ? 'other' : deviceNouns[kind].group;

/** What only the definition of the running guest tells; undefined where there is nothing of the kind. */
export const liveFact = (device: Device): LiveFact | undefined =>
  device.kind === 'other' ? undefined : factOf(device);

function factOf<K extends DeviceKind>({ kind, properties }: KnownDevice<K>): LiveFact | undefined {
  const noun: DeviceNoun<K> = deviceNouns[kind];
  return noun.liveFact?.(properties);
}
