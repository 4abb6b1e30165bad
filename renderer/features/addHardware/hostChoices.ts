/** What a property of a new device may be: names of what the host has, and values its hypervisor knows. */
import { namedDeviceTables } from '../../../shared/model/devices/index.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { choicesOf } from '../../../shared/model/newDevice/choices.ts';
import type { NewDeviceContext } from '../../../shared/model/newDevice/context.ts';
import type { DeviceValues, NewDevice } from '../../../shared/model/newDevice/newDevice.ts';
import { loadHostLists } from '../../nouns/hostLists.ts';
import { useLoaded } from '../../nouns/loaded.ts';
import type { Choice } from '../../nouns/propertyControlProps.ts';

/** @returns what to offer for a property; undefined: what its own table says */
export function useHostChoices(
  host: HostId,
  device: NewDevice,
  { root, capabilities }: NewDeviceContext,
): (property: string, values: DeviceValues) => readonly Choice[] | undefined {
  const fields = namedDeviceTables[device.kind]?.fields ?? {};
  const [loaded] = useLoaded(`${host} ${device.id}`, '', (signal) =>
    loadHostLists(
      device.ask.map((name) => fields[name]),
      { host, planned: root },
      signal,
    ),
  );
  return (property, values) => {
    const list = fields[property]?.hostList;
    const listed = list !== undefined && loaded.kind === 'loaded' ? loaded.value.get(list) : undefined;
    return listed ?? choicesOf(device.kind, property, values, capabilities)?.map((value) => ({ value }));
  };
}
