/** How networks are kept true: by their lifecycle events, and a list now and then for what has none (autostart changed by others). */
import type { OfHost } from '../../../shared/model/objects.ts';
import { networkFrom, type Network } from '../../../shared/model/network.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { enums, events, procedures, uuidBytes, uuidText } from '../../libvirt/index.ts';
import { mirrorEvent, type MirrorDescription } from '../inventory/objectMirror.ts';
import type { HostSession } from '../session.ts';

const { virConnectListAllNetworksFlags: lists } = enums;
const LIST_MS = 5 * 60_000;

export const networkMirror = (session: HostSession): MirrorDescription<OfHost<Network>> => ({
  // One round trip: lists by state beside the list of all. What a definition says is read where it may be another one.
  list: async ({ bulk }, known) => {
    const list = async (flags: number) =>
      (await bulk.call(procedures.connectListAllNetworks, { needResults: 1, flags })).nets;
    const idsOf = async (flags: number): Promise<ReadonlySet<string>> =>
      new Set((await list(flags)).map(({ uuid }) => uuidText(uuid)));
    const [all, active, persistent, autostart] = await Promise.all([
      list(0),
      idsOf(lists.VIR_CONNECT_LIST_NETWORKS_ACTIVE),
      idsOf(lists.VIR_CONNECT_LIST_NETWORKS_PERSISTENT),
      idsOf(lists.VIR_CONNECT_LIST_NETWORKS_AUTOSTART),
    ]);
    const listed = all.map(({ name, uuid }) => {
      const id = uuidText(uuid);
      const state = { active: active.has(id), persistent: persistent.has(id), autostart: autostart.has(id) };
      return { id, name, state };
    });
    return {
      patches: listed.map(({ id, name, state }) => [id, (before) => before && { ...before, name, ...state }]),
      unsure: listed.filter(({ id, state }) => known(id)?.active !== state.active).map(({ id }) => id),
    };
  },
  readOne: async ({ bulk }, id) => {
    const net = { name: '', uuid: uuidBytes(id) };
    const [{ active }, { persistent }, { autostart }, { xml }] = await Promise.all([
      bulk.call(procedures.networkIsActive, { net }),
      bulk.call(procedures.networkIsPersistent, { net }),
      bulk.call(procedures.networkGetAutostart, { net }).catch(() => ({ autostart: 0 })), // a transient one has none
      bulk.call(procedures.networkGetXmlDesc, { net, flags: 0 }),
    ]);
    const state = { active: active !== 0, persistent: persistent !== 0, autostart: autostart !== 0 };
    const record = { host: session.config.id, ...networkFrom(parseXml(xml).root, state) };
    await session.keepDefinition({ kind: 'network', id }, xml);
    return () => record;
  },
  events: [mirrorEvent(events.networkLifecycle, ({ net }) => uuidText(net.uuid), true)],
  moreEvents: [mirrorEvent(events.networkMetadataChange, ({ net }) => uuidText(net.uuid), true)],
  every: LIST_MS,
});
