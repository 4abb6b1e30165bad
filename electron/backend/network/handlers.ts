/** What a window may ask of a host's networks (`shared/api/network.ts`). */
import { network } from '../../../shared/api/network.ts';
import type { Listing } from '../../../shared/model/listing.ts';
import { networkFrom, type Network } from '../../../shared/model/network.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { enums, procedures, uuidBytes, uuidText } from '../../libvirt/index.ts';
import type { HostSession, Sessions } from '../session.ts';
import { domainsNaming, hasElement } from '../calls/domainsNaming.ts';
import { definitionText } from '../calls/definitionText.ts';
import { verbHandlers, type VerbParts } from '../task/verbHandlers.ts';
import { networkVerbs } from './verbs.ts';
import { readListing, within } from '../calls/listing.ts';

const { virConnectListAllNetworksFlags: lists } = enums;

export interface NetworkParts extends VerbParts {
  readonly sessions: Sessions;
}

export const networkHandlers = ({ sessions, ...parts }: NetworkParts): NounHandlers<typeof network> => ({
  list: ({ host }, { signal }) => listNetworks(sessions.get(host), signal),
  definition: ({ host, id }) => {
    const session = sessions.get(host);
    return definitionText(session, { kind: 'network', id }, async () => {
      const control = await session.lane('control');
      return await control.call(procedures.networkGetXmlDesc, { net: { name: '', uuid: uuidBytes(id) }, flags: 0 });
    });
  },
  users: async ({ host, id }) => {
    const session = sessions.get(host);
    const name = session.record('network', id)?.name;
    return name === undefined
      ? []
      : await domainsNaming(session, name, (definition) => hasElement(definition, 'source', 'network', name));
  },
  ...verbHandlers('network', network, networkVerbs, parts),
});

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
