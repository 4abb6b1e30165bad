/** What a window may ask of a host's networks (`shared/api/networks.ts`). */
import type { networks } from '../../shared/api/networks.ts';
import { hostInterfaceFrom, type HostInterface } from '../../shared/model/hostInterface.ts';
import type { Listing } from '../../shared/model/listing.ts';
import { networkFrom, type Network } from '../../shared/model/network.ts';
import type { NetDevice } from '../../shared/model/nodeDevice.ts';
import { nwfilterFrom, type NwFilter } from '../../shared/model/nwfilter.ts';
import type { NounHandlers } from '../../shared/rpc/contract.ts';
import { parseXml } from '../../shared/xml/parse.ts';
import { enums, procedures } from '../libvirt/index.ts';
import { uuidText } from './domainRead.ts';
import type { HostSession, Sessions } from './hostSession.ts';
import { readListing, within } from './listing.ts';
import { listNodeDevices } from './nodeDevices.ts';

const { virConnectListAllNetworksFlags: lists, virConnectListAllInterfacesFlags: interfaces } = enums;

export function networksHandlers({ sessions }: { readonly sessions: Sessions }): NounHandlers<typeof networks> {
  return {
    list: ({ host }, { signal }) => listNetworks(sessions.get(host), signal),
    bridges: ({ host }, { signal }) => listBridges(sessions.get(host), signal),
    filters: ({ host }, { signal }) => listFilters(sessions.get(host), signal),
  };
}

/** Two round trips whatever their number: the lists by state beside the list of all, then their definitions. */
export async function listNetworks(session: HostSession, signal: AbortSignal): Promise<Listing<Network>> {
  const bulk = await session.lane('bulk');
  const list = async (flags: number) =>
    (await bulk.call(procedures.connectListAllNetworks, { needResults: 1, flags }, { signal: within(signal) })).nets;
  const uuidsOf = async (flags: number): Promise<ReadonlySet<string>> =>
    new Set((await list(flags)).map(({ uuid }) => uuidText(uuid)));
  const states = Promise.all([
    uuidsOf(lists.VIR_CONNECT_LIST_NETWORKS_ACTIVE),
    uuidsOf(lists.VIR_CONNECT_LIST_NETWORKS_PERSISTENT),
    uuidsOf(lists.VIR_CONNECT_LIST_NETWORKS_AUTOSTART),
  ]);
  return await readListing(
    async () => (await Promise.all([list(0), states]))[0],
    async (net) => {
      const [active, persistent, autostart] = await states;
      const { xml } = await bulk.call(procedures.networkGetXmlDesc, { net, flags: 0 }, { signal: within(signal) });
      const uuid = uuidText(net.uuid);
      const state = { active: active.has(uuid), persistent: persistent.has(uuid), autostart: autostart.has(uuid) };
      return networkFrom(parseXml(xml).root, state);
    },
  );
}

/** The interface driver knows bridges and their ports, node devices know what is a real card; a host may have either. */
export async function listBridges(session: HostSession, signal: AbortSignal): Promise<Listing<HostInterface>> {
  const [known, cards, virtual] = await Promise.all([
    listInterfaces(session, signal),
    listNodeDevices(session, 'net', signal),
    listNetworks(session, signal),
  ]);
  if (known.kind === 'unavailable' && cards.kind === 'unavailable') return known;
  const networkOf = new Map(
    virtual.items.flatMap(({ bridge, name }) => (bridge === undefined ? [] : [[bridge, name]])),
  );
  const cardOf = new Map(cards.items.flatMap((card) => (card.kind === 'net' ? [[card.interface, card] as const] : [])));
  const items: readonly HostInterface[] =
    known.kind === 'listed' ? known.items : [...cardOf.values()].map((card) => interfaceOfCard(card, networkOf));
  return {
    kind: 'listed',
    unread: known.kind === 'listed' ? known.unread : [],
    items: items
      .filter(({ name }) => name !== 'lo')
      .map((item) => {
        const [card, network] = [cardOf.get(item.name), networkOf.get(item.name)];
        return {
          ...item,
          ...(card !== undefined && { physical: card.physical }),
          ...(network !== undefined && { network }),
        };
      }),
  };
}

/** Node devices don't tell bridges from other interfaces made by software; those of libvirt's networks are known by name. */
function interfaceOfCard(card: NetDevice, networkOf: ReadonlyMap<string, string>): HostInterface {
  return {
    name: card.interface,
    type: card.physical ? 'ethernet' : networkOf.has(card.interface) ? 'bridge' : 'unknown',
    ...(card.mac !== undefined && { mac: card.mac }),
    active: card.linkUp,
    ...(card.linkSpeed !== undefined && { linkSpeed: card.linkSpeed }),
    ports: [],
  };
}

async function listInterfaces(session: HostSession, signal: AbortSignal): Promise<Listing<HostInterface>> {
  const bulk = await session.lane('bulk');
  const list = async (flags: number) =>
    (await bulk.call(procedures.connectListAllInterfaces, { needResults: 1, flags }, { signal: within(signal) }))
      .ifaces;
  const { VIR_CONNECT_LIST_INTERFACES_ACTIVE: active, VIR_CONNECT_LIST_INTERFACES_INACTIVE: inactive } = interfaces;
  const up = list(active).then((ifaces) => new Set(ifaces.map(({ name }) => name)));
  return await readListing(
    async () => (await Promise.all([list(active | inactive), up]))[0],
    async (iface) => {
      const { xml } = await bulk.call(procedures.interfaceGetXmlDesc, { iface, flags: 0 }, { signal: within(signal) });
      return hostInterfaceFrom(parseXml(xml).root, (await up).has(iface.name));
    },
  );
}

async function listFilters(session: HostSession, signal: AbortSignal): Promise<Listing<NwFilter>> {
  const bulk = await session.lane('bulk');
  return await readListing(
    async () => {
      const args = { needResults: 1, flags: 0 };
      return (await bulk.call(procedures.connectListAllNwfilters, args, { signal: within(signal) })).filters;
    },
    async (nwfilter) => {
      const { xml } = await bulk.call(
        procedures.nwfilterGetXmlDesc,
        { nwfilter, flags: 0 },
        { signal: within(signal) },
      );
      return nwfilterFrom(parseXml(xml).root);
    },
  );
}
