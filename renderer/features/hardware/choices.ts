/** What a property may be on this host: values of the hypervisor, and names of what the host has. */
import { capabilityEnums } from '../../../shared/model/capabilityEnums.ts';
import type { DomainCapabilities } from '../../../shared/model/domainCapabilities.ts';
import { keyedDevices } from '../../../shared/model/devices/deviceKey.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { api } from '../../backend.ts';
import { useLoaded } from '../../nouns/loaded.ts';
import type { Choice } from '../../nouns/propertyControlProps.ts';
import type { XmlElement } from '../../../shared/xml/element.ts';
import type { PropertyForm } from './form.ts';

/** What of a host can be named, by `kind.property`. */
const hostLists = {
  'interface.network': ({ host }, signal) =>
    api.network.list({ host }, { signal }).then(({ items }) =>
      items.map(({ name, forwardMode, active }) => ({
        value: name,
        label: forwardMode,
        ...(!active && { inactive: true as const }),
      })),
    ),
  'interface.bridge': ({ host }, signal) =>
    api.interface
      .bridges({ host }, { signal })
      .then(({ items }) => items.filter(({ type }) => type === 'bridge').map(interfaceChoice)),
  'interface.dev': ({ host }, signal) =>
    api.interface
      .bridges({ host }, { signal })
      .then(({ items }) => items.filter(({ type }) => type !== 'bridge').map(interfaceChoice)),
  'interface.filter': ({ host }, signal) => api.nwfilter.list({ host }, { signal }).then(named),
  'disk.pool': ({ host }, signal) => api.storagePool.list({ host }, { signal }).then(named),
  'filesystem.pool': ({ host }, signal) => api.storagePool.list({ host }, { signal }).then(named),
  'domain.machine': async ({ host, planned }, signal) => {
    const { guests } = await api.host.capabilities({ host }, { signal });
    const arch = planned.child('os')?.child('type')?.attribute('arch');
    const types = guests.filter((guest) => guest.arch === arch).flatMap(({ domainTypes }) => domainTypes);
    const type = types.find((each) => each.type === planned.attribute('type')) ?? types[0];
    return (type?.machines ?? []).map(({ name, canonical }) => ({
      value: name,
      ...(canonical !== undefined && { label: canonical }),
    }));
  },
  'domain.firmware': async (asked, signal) => (await capabilitiesOf(asked, signal)).os.firmware.map(plain),
  'domain.loader': async (asked, signal) => (await capabilitiesOf(asked, signal)).os.loaders.map(plain),
  'sound.audio': ({ planned }) => Promise.resolve(audioIds(planned)),
} as const satisfies Readonly<Record<string, Load>>;

type Load = (asked: Asked, signal: AbortSignal) => Promise<readonly Choice[]>;

interface Asked {
  readonly host: HostId;
  readonly planned: XmlElement;
}

const plain = (value: string): Choice => ({ value });
const named = ({ items }: { readonly items: readonly { readonly name: string }[] }): readonly Choice[] =>
  items.map(({ name }) => ({ value: name }));
const interfaceChoice = ({ name, type }: { readonly name: string; readonly type: string }): Choice => ({
  value: name,
  label: type,
});
const audioIds = (planned: XmlElement): readonly Choice[] =>
  [...keyedDevices(planned).values()].flatMap((element) => {
    const id = element.name === 'audio' ? element.attribute('id') : undefined;
    return id === undefined ? [] : [{ value: id }];
  });

/** @returns the values to offer for a property, or undefined for those of its table */
export function useChoices({
  kind,
  ref: { host },
  hardware: { planned },
}: PropertyForm): (property: string) => readonly Choice[] | undefined {
  const version = [planned.attribute('type'), planned.child('os')?.child('type')?.attribute('machine')].join(' ');
  const [loaded] = useLoaded(`choices ${host} ${kind}`, version, async (signal) => {
    const asked = { host, planned };
    const lists = Object.entries<Load>(hostLists).filter(([name]) => name.startsWith(`${kind}.`));
    const [capabilities, ...choices] = await Promise.all([
      capabilitiesOf(asked, signal).catch(() => undefined),
      // What a host can't tell is typed.
      ...lists.map(([, load]) => load(asked, signal).catch(() => [])),
    ]);
    return {
      enums: capabilities?.enums ?? {},
      lists: new Map(lists.map(([name], index) => [name, choices[index] ?? []])),
    };
  });
  return (property) => {
    if (loaded.kind !== 'loaded') return undefined;
    const name = `${kind}.${property}`;
    const enumName = capabilityEnums[name];
    return (
      loaded.value.lists.get(name) ?? (enumName === undefined ? undefined : loaded.value.enums[enumName]?.map(plain))
    );
  };
}

/** The hypervisor's offers to a guest of this type, architecture and machine. */
function capabilitiesOf({ host, planned }: Asked, signal: AbortSignal): Promise<DomainCapabilities> {
  const os = planned.child('os')?.child('type');
  const [type, arch, machine] = [planned.attribute('type'), os?.attribute('arch'), os?.attribute('machine')];
  const kind = {
    ...(type !== undefined && { type }),
    ...(arch !== undefined && { arch }),
    ...(machine !== undefined && { machine }),
  };
  return api.host.domainCapabilities({ host, ...kind }, { signal });
}
