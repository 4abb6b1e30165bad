/** The entries of the hardware list: the parts of the machine, then its devices by section. */
import { namesIn, type Layout } from '../../nouns/formLayout.ts';
import type { DeviceGroupName } from '../../nouns/device/deviceNoun.ts';
import { groupDevices } from './deviceGroups.ts';
import type { PropertyForm } from './form.ts';
import type { Hardware, HardwareDevice } from './hardware.ts';
import { serializeElement } from '../../../shared/xml/serialize.ts';
import { partLayouts, type PartId } from './partLayouts.ts';

export type HardwareItem =
  | {
      readonly kind: 'part';
      readonly id: string;
      readonly part: PartId;
      readonly planned: boolean;
      readonly pending: boolean;
    }
  | {
      readonly kind: 'device';
      readonly id: string;
      readonly entry: HardwareDevice;
      readonly planned: boolean;
      readonly pending: boolean;
    };

export interface HardwareGroup {
  readonly name: DeviceGroupName | 'machine';
  readonly items: readonly HardwareItem[];
}

const isPart = (name: string): name is PartId => name in partLayouts;
export const partIds: readonly PartId[] = Object.keys(partLayouts).filter(isPart);

/** @param form of the domain itself */
export function hardwareGroups(hardware: Hardware, form: PropertyForm): readonly HardwareGroup[] {
  const parts = partIds.map((part): HardwareItem => {
    const layout: Layout = partLayouts[part];
    const names = layout.sections.flatMap(namesIn);
    return {
      kind: 'part',
      id: `part:${part}`,
      part,
      planned: names.some(form.isPlanned),
      pending: names.some((name) => form.running(name) !== undefined),
    };
  });
  const entries = new Map(hardware.devices.map((entry) => [entry.device, entry]));
  const waiting = new Set(hardware.pending.map(({ device }) => device));
  const groups = groupDevices([...entries.keys()]).map(({ name, devices }) => ({
    name,
    items: devices.flatMap((device): HardwareItem[] => {
      const entry = entries.get(device);
      if (entry === undefined) return [];
      const changed = entry.before !== undefined && serializeElement(entry.element) !== serializeElement(entry.before);
      return [
        {
          kind: 'device',
          id: entry.key,
          entry,
          planned: entry.state === 'added' || entry.state === 'removed' || changed,
          pending: waiting.has(entry.key),
        },
      ];
    }),
  }));
  return [{ name: 'machine', items: parts }, ...groups];
}
