/** The devices of a definition by section. */
import type { Device } from '../../../shared/model/devices/index.ts';
import { deviceGroups, type DeviceGroupName } from '../../nouns/device/deviceNoun.ts';
import { deviceGroup } from '../../nouns/device/index.ts';

export interface DeviceGroup {
  readonly name: DeviceGroupName;
  readonly devices: readonly Device[];
}

/** Devices by section, in the order of the definition within each; empty sections are left out. */
export function groupDevices(devices: readonly Device[]): readonly DeviceGroup[] {
  return deviceGroups
    .map((name) => ({ name, devices: devices.filter((device) => deviceGroup(device) === name) }))
    .filter((group) => group.devices.length > 0);
}
