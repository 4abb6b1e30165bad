/** What a host has that a property's value may name. */
import { keyedDevices } from '../../shared/model/devices/deviceKey.ts';
import type { DomainCapabilities } from '../../shared/model/domainCapabilities.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { HostInterface } from '../../shared/model/hostInterface.ts';
import type { XmlElement } from '../../shared/xml/element.ts';
import type { FieldTraits, HostList } from '../../shared/xml/traits.ts';
import { api } from '../backend.ts';
import type { Choice } from './propertyControlProps.ts';

/** Whose lists are asked for: the host, and the domain as it will be with the planned edits. */
export interface Asked {
  readonly host: HostId;
  readonly planned: XmlElement;
}

type Load = (asked: Asked, signal: AbortSignal) => Promise<readonly Choice[]>;

const plain = (value: string): Choice => ({ value });

async function interfaces(
  { host }: Asked,
  signal: AbortSignal,
  wanted: (each: HostInterface) => boolean,
): Promise<readonly Choice[]> {
  const { items } = await api.interface.bridges({ host }, { signal });
  return items.filter(wanted).map(({ name, type, network }) => ({ value: name, label: network ?? type }));
}

const loads: Readonly<Record<HostList, Load>> = {
  networks: async ({ host }, signal) => {
    const { items } = await api.network.list({ host }, { signal });
    return items.map(({ name, forwardMode, active }) => ({
      value: name,
      label: forwardMode,
      ...(!active && { inactive: true as const }),
    }));
  },
  bridges: (asked, signal) => interfaces(asked, signal, ({ type }) => type === 'bridge'),
  cards: (asked, signal) => interfaces(asked, signal, ({ type }) => type !== 'bridge'),
  filters: async ({ host }, signal) =>
    (await api.nwfilter.list({ host }, { signal })).items.map(({ name }) => plain(name)),
  pools: async ({ host }, signal) =>
    (await api.storagePool.list({ host }, { signal })).items.map(({ name }) => plain(name)),
  machines: async ({ host, planned }, signal) => {
    const { guests } = await api.host.capabilities({ host }, { signal });
    const arch = planned.child('os')?.child('type')?.attribute('arch');
    const types = guests.filter((guest) => guest.arch === arch).flatMap(({ domainTypes }) => domainTypes);
    const type = types.find((each) => each.type === planned.attribute('type')) ?? types[0];
    return (type?.machines ?? []).map(({ name, canonical }) => ({
      value: name,
      ...(canonical !== undefined && { label: canonical }),
    }));
  },
  firmwares: async (asked, signal) => (await capabilitiesOf(asked, signal)).os.firmware.map(plain),
  loaders: async (asked, signal) => (await capabilitiesOf(asked, signal)).os.loaders.map(plain),
  audioBackends: ({ planned }) =>
    Promise.resolve(
      [...keyedDevices(planned).values()].flatMap((element) => {
        const id = element.name === 'audio' ? element.attribute('id') : undefined;
        return id === undefined ? [] : [plain(id)];
      }),
    ),
};

/** The lists that these properties name. What a host can't tell is typed: its list is empty. */
export async function loadHostLists(
  fields: readonly (FieldTraits | undefined)[],
  asked: Asked,
  signal: AbortSignal,
): Promise<ReadonlyMap<HostList, readonly Choice[]>> {
  const wanted = new Set(fields.flatMap((field) => field?.hostList ?? []));
  return new Map(
    await Promise.all(
      [...wanted].map(async (list) => [list, await loads[list](asked, signal).catch(() => [])] as const),
    ),
  );
}

/** The hypervisor's offers to a guest of this type, architecture and machine. */
export function capabilitiesOf({ host, planned }: Asked, signal: AbortSignal): Promise<DomainCapabilities> {
  const os = planned.child('os')?.child('type');
  const [type, arch, machine] = [planned.attribute('type'), os?.attribute('arch'), os?.attribute('machine')];
  const kind = {
    ...(type !== undefined && { type }),
    ...(arch !== undefined && { arch }),
    ...(machine !== undefined && { machine }),
  };
  return api.host.domainCapabilities({ host, ...kind }, { signal });
}
