/** What a window may ask of a host's devices (`shared/api/nodeDevice.ts`). */
import type { nodeDevice } from '../../../shared/api/nodeDevice.ts';
import type { DefinitionText } from '../../../shared/model/definitionText.ts';
import { hostDevicesOf, keysOf } from '../../../shared/model/hostDeviceUse.ts';
import type { Listing } from '../../../shared/model/listing.ts';
import {
  nodeDeviceFrom,
  nodeDeviceKinds,
  type NodeDevice,
  type NodeDeviceKind,
} from '../../../shared/model/nodeDevice.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { enums, procedures } from '../../libvirt/index.ts';
import type { HostSession, Sessions } from '../session.ts';
import { definitionText } from '../calls/definitionText.ts';
import { readListing, within } from '../calls/listing.ts';

const { virConnectListAllNodeDeviceFlags: lists } = enums;

const flagOf: Readonly<Record<NodeDeviceKind, number>> = {
  pci: lists.VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV,
  usb: lists.VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV,
  mdev: lists.VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV,
  scsi: lists.VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI,
  net: lists.VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET,
};

export function nodeDeviceHandlers({ sessions }: { readonly sessions: Sessions }): NounHandlers<typeof nodeDevice> {
  return {
    list: ({ host, capability }, { signal }) => listNodeDevices(sessions.get(host), capability, signal),
    definition: ({ host, id }) => readText(sessions.get(host), id),
    users: async ({ host, id }) => {
      const session = sessions.get(host);
      const { xml } = await readText(session, id);
      const device = nodeDeviceFrom(parseXml(xml).root);
      return device === undefined ? [] : usersOf(device, await usersOfDevices(session));
    },
  };
}

const readText = (session: HostSession, name: string): Promise<DefinitionText> =>
  definitionText(session, { kind: 'nodeDevice', id: name }, async () => {
    const control = await session.lane('control');
    return await control.call(procedures.nodeDeviceGetXmlDesc, { name, flags: 0 });
  });

/** @param kind all kinds when absent */
export async function listNodeDevices(
  session: HostSession,
  kind: NodeDeviceKind | undefined,
  signal: AbortSignal,
): Promise<Listing<NodeDevice>> {
  const bulk = await session.lane('bulk');
  const kinds: readonly NodeDeviceKind[] = kind === undefined ? nodeDeviceKinds : [kind];
  const flags = kinds.reduce((all, each) => all | flagOf[each], 0);
  const [users, listing] = await Promise.all([
    usersOfDevices(session),
    readListing(
      async () => {
        const args = { needResults: 1, flags };
        return (await bulk.call(procedures.connectListAllNodeDevices, args, { signal: within(signal) })).devices;
      },
      async ({ name }) => {
        const { xml } = await bulk.call(
          procedures.nodeDeviceGetXmlDesc,
          { name, flags: 0 },
          { signal: within(signal) },
        );
        return nodeDeviceFrom(parseXml(xml).root);
      },
    ),
  ]);
  if (listing.kind === 'unavailable') return listing;
  return {
    ...listing,
    // A device may be listed for a capability below its own: a card with mdev types is a PCI device.
    items: listing.items
      .filter((device) => kinds.includes(device.kind))
      .map((device) => ({ ...device, usedBy: usersOf(device, users) })),
  };
}

const usersOf = (device: NodeDevice, users: ReadonlyMap<string, readonly string[]>): readonly string[] =>
  [...new Set(keysOf(device).flatMap((key) => users.get(key) ?? []))].toSorted();

/** Key of a device (`keysOf`) -> the domains whose definition names it. */
async function usersOfDevices(session: HostSession): Promise<ReadonlyMap<string, readonly string[]>> {
  const users = new Map<string, readonly string[]>();
  for (const { uuid, name } of session.records('domain')) {
    const xml = await session.definition({ kind: 'domain', id: uuid }, 'persistent');
    for (const key of xml === undefined ? [] : hostDevicesOf(xml)) users.set(key, [...(users.get(key) ?? []), name]);
  }
  return users;
}
