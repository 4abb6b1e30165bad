/** Which values the host's hypervisor has for a property of a device. */
import type { DomainCapabilities } from '../domainCapabilities.ts';
import { controllerModels } from '../devices/controller.ts';
import { namedDeviceTables } from '../devices/index.ts';
import type { DeviceValues } from './newDevice.ts';

/** Of these only what goes with a value of another property makes sense. */
const models: Readonly<Record<string, readonly string[]>> = controllerModels;

/** undefined: as the property's own table says. */
export function choicesOf(
  kind: string,
  property: string,
  values: DeviceValues,
  capabilities: DomainCapabilities | undefined,
): readonly string[] | undefined {
  const { type, device } = values;
  if (kind === 'controller' && property === 'model' && typeof type === 'string') return models[type];
  const name = namedDeviceTables[kind]?.fields[property]?.capability;
  const known = name === undefined ? undefined : capabilities?.enums[name];
  if (kind === 'disk' && property === 'bus' && device === 'cdrom') {
    // A CD-ROM drive is a SCSI, ATA or USB device.
    return known?.filter((bus) => ['ide', 'sata', 'scsi', 'usb'].includes(bus));
  }
  return known;
}
