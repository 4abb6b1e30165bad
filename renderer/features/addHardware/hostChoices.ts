/** What a property of a new device may be: names of what the host has, and values its hypervisor knows. */
import type { HostList, NewDevice, DeviceValues } from '../../../shared/model/newDevice/newDevice.ts';
import type { NewDeviceContext } from '../../../shared/model/newDevice/context.ts';
import { choicesOf } from '../../../shared/model/newDevice/choices.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { HostInterface } from '../../../shared/model/hostInterface.ts';
import { api } from '../../backend.ts';
import { useLoaded } from '../../nouns/loaded.ts';
import type { Choice } from '../../nouns/propertyControlProps.ts';

type Load = (host: HostId, signal: AbortSignal) => Promise<readonly Choice[]>;

const interfaces = async (
  host: HostId,
  signal: AbortSignal,
  wanted: (each: HostInterface) => boolean,
): Promise<readonly Choice[]> => {
  const { items } = await api.interface.bridges({ host }, { signal });
  return items.filter(wanted).map(({ name, type, network }) => ({ value: name, label: network ?? type }));
};

const lists: Readonly<Record<HostList, Load>> = {
  networks: async (host, signal) => {
    const { items } = await api.network.list({ host }, { signal });
    return items.map(({ name, forwardMode, active }) => ({
      value: name,
      label: forwardMode,
      ...(!active && { inactive: true as const }),
    }));
  },
  bridges: (host, signal) => interfaces(host, signal, ({ type }) => type === 'bridge'),
  cards: (host, signal) => interfaces(host, signal, ({ type }) => type !== 'bridge'),
  filters: async (host, signal) => {
    const { items } = await api.nwfilter.list({ host }, { signal });
    return items.map(({ name }) => ({ value: name }));
  },
};

/** @returns what to offer for a property; undefined: what its own table says */
export function useHostChoices(
  host: HostId,
  device: NewDevice,
  { capabilities }: NewDeviceContext,
): (property: string, values: DeviceValues) => readonly Choice[] | undefined {
  const [loaded] = useLoaded(`${host} ${device.id}`, '', async (signal) => {
    const names = Object.entries(device.lists);
    // What a host can't list is typed.
    const found = await Promise.all(names.map(([, list]) => lists[list](host, signal).catch(() => [])));
    return new Map(names.map(([name], index) => [name, found[index] ?? []]));
  });
  return (property, values) => {
    const listed = loaded.kind === 'loaded' ? loaded.value.get(property) : undefined;
    return listed ?? choicesOf(device.kind, property, values, capabilities)?.map((value) => ({ value }));
  };
}
