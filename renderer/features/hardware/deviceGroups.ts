/** The devices of a definition by section. */
import type { Device } from '../../../shared/model/devices/index.ts';

/** Sections of the list, in the order in which they are looked for. Kinds that are not named come at the end, under `other`. */
export const deviceGroups = [
  { name: 'disks', kinds: ['disk'] },
  { name: 'interfaces', kinds: ['interface'] },
  { name: 'display', kinds: ['graphics', 'video'] },
  { name: 'consoles', kinds: ['serial', 'parallel', 'console', 'channel'] },
  { name: 'host', kinds: ['hostdev', 'redirdev', 'redirfilter', 'filesystem', 'lease', 'shmem', 'smartcard'] },
  { name: 'input', kinds: ['input', 'sound', 'audio'] },
  { name: 'security', kinds: ['tpm', 'rng', 'crypto', 'watchdog', 'panic', 'pstore', 'vsock'] },
  { name: 'memory', kinds: ['memory', 'memballoon', 'nvram'] },
  { name: 'controllers', kinds: ['controller', 'hub', 'iommu'] },
  { name: 'other', kinds: ['other'] },
] as const satisfies readonly { readonly name: string; readonly kinds: readonly Device['kind'][] }[];
export type DeviceGroupName = (typeof deviceGroups)[number]['name'];

export interface DeviceGroup {
  readonly name: DeviceGroupName;
  readonly devices: readonly Device[];
}

/** Devices by section, in the order of the definition within each; empty sections are left out. */
export function groupDevices(devices: readonly Device[]): readonly DeviceGroup[] {
  return deviceGroups
    .map(({ name, kinds }) => {
      const wanted: readonly Device['kind'][] = kinds;
      return { name, devices: devices.filter(({ kind }) => wanted.includes(kind)) };
    })
    .filter((group) => group.devices.length > 0);
}
