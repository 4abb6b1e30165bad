/**
 * Network interfaces of the host itself. libvirt's interface driver shares one libudev context between its threads
 * (`udev_ref(driver->udev)` in interface_backend_udev.c), which libudev forbids: two of its calls at the same time can end the daemon,
 * with everybody's connections (libvirt 9.0.0, within a second of hammering; one after the other, tens of thousands are harmless). So
 * they go by a lane that has one call under way, and what was read is used again for a while.
 */
import { hostInterfaceFrom, type HostInterface } from '../../../shared/model/hostInterface.ts';
import type { Listing } from '../../../shared/model/listing.ts';
import type { Network } from '../../../shared/model/network.ts';
import type { NetDevice } from '../../../shared/model/nodeDevice.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { enums, procedures, type Connection } from '../../libvirt/index.ts';
import type { HostSession } from '../session.ts';
import { ANSWER_MS, readListing } from '../calls/listing.ts';
import { listNodeDevices } from '../nodeDevice/handlers.ts';
import { unlessCancelled } from '../calls/unlessCancelled.ts';

const { VIR_CONNECT_LIST_INTERFACES_ACTIVE: active, VIR_CONNECT_LIST_INTERFACES_INACTIVE: inactive } =
  enums.virConnectListAllInterfacesFlags;

/** Each step of planning a VM asks anew; bridges come and go seldom. */
const KEPT_MS = 10_000;

interface Read {
  readonly at: number;
  readonly listing: Promise<Listing<HostInterface>>;
}
const lastRead = new WeakMap<Connection, Read>();

/**
 * The interface driver knows bridges and their ports, node devices know what is a real card; a host may have either.
 * @param networks those of the host, for the bridges that are theirs
 */
export async function listBridges(
  session: HostSession,
  networks: Promise<Listing<Network>>,
  signal: AbortSignal,
): Promise<Listing<HostInterface>> {
  const [known, cards, virtual] = await Promise.all([
    listInterfaces(session, signal),
    listNodeDevices(session, 'net', signal),
    networks,
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

/** Who asks while they are being read, or soon after, gets the same answer. @throws AppError `cancelled` for the caller alone */
export async function listInterfaces(
  session: Pick<HostSession, 'lane'>,
  signal: AbortSignal,
): Promise<Listing<HostInterface>> {
  const lane = await session.lane('interfaces');
  const last = lastRead.get(lane);
  const read = last !== undefined && Date.now() - last.at < KEPT_MS ? last : readBy(lane);
  return await unlessCancelled(read.listing, signal);
}

/** One of them, as it is now. @throws AppError `notFound` when it is gone */
export async function readInterface(session: Pick<HostSession, 'lane'>, name: string): Promise<HostInterface> {
  const lane = await session.lane('interfaces');
  const { iface } = await lane.call(procedures.interfaceLookupByName, { name }, inTime());
  const { active: up } = await lane.call(procedures.interfaceIsActive, { iface }, inTime());
  const { xml } = await lane.call(procedures.interfaceGetXmlDesc, { iface, flags: 0 }, inTime());
  return hostInterfaceFrom(parseXml(xml).root, up !== 0);
}

function readBy(lane: Connection): Read {
  const read = { at: Date.now(), listing: readInterfaces(lane) };
  lastRead.set(lane, read);
  const forget = (): void => {
    if (lastRead.get(lane) === read) lastRead.delete(lane);
  };
  read.listing.then(({ kind }) => kind === 'unavailable' && forget(), forget);
  return read;
}

/** For all who wait: nobody's leaving ends it. */
const inTime = () => ({ signal: AbortSignal.timeout(ANSWER_MS) });

async function readInterfaces(lane: Connection): Promise<Listing<HostInterface>> {
  const list = async (flags: number) =>
    (await lane.call(procedures.connectListAllInterfaces, { needResults: 1, flags }, inTime())).ifaces;
  let up: ReadonlySet<string> = new Set();
  return await readListing(
    async () => {
      up = new Set((await list(active)).map(({ name }) => name));
      return await list(active | inactive);
    },
    async (iface) => {
      const { xml } = await lane.call(procedures.interfaceGetXmlDesc, { iface, flags: 0 }, inTime());
      return hostInterfaceFrom(parseXml(xml).root, up.has(iface.name));
    },
  );
}
