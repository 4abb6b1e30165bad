/**
 * Reads pools and volumes. A pool whose storage hangs (a dead NFS server) hangs every question about it, and in libvirtd the list of all
 * pools too (virStoragePoolObjListExport locks each). So this has a lane of its own, asks the others one by one when the list doesn't
 * come, and tells of the one that hangs that it does.
 */
import type { HostId } from '../../../shared/model/host.ts';
import { imageUseSteps } from '../../../shared/model/imageUse.ts';
import type { Listing } from '../../../shared/model/listing.ts';
import { poolFrom, poolStates, type StoragePool } from '../../../shared/model/storagePool.ts';
import { volumeFrom, type StorageVolume } from '../../../shared/model/storageVolume.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { enums, procedures, type Connection } from '../../libvirt/index.ts';
import type { HostSession } from '../session.ts';
import { isHostsAnswer, readListing, within } from '../calls/listing.ts';
import { Patience } from '../calls/patience.ts';
import { workInTurns } from '../calls/turns.ts';
import { lastSeenDomains } from '../storageVolume/lastSeenDomains.ts';

const { virConnectListAllStoragePoolsFlags: lists } = enums;

/** A pool that works answers in milliseconds; the rest is for far hosts. */
const ANSWER_MS = 5000;
/** Looking through a large or distant pool takes its time; then somebody should be told. */
const REFRESH_MS = 120_000;

interface WirePool {
  readonly name: string;
  readonly uuid: Uint8Array;
}

/** A pool, and what lists by state tell of it. */
interface ListedPool {
  readonly name: string;
  readonly wire: WirePool;
  readonly autostart: boolean;
  readonly persistent: boolean;
}

const patience = new Patience(ANSWER_MS);
/** The pools each host had when it last listed them. */
const lastSeen = new Map<HostId, readonly ListedPool[]>();

export async function listPools(session: HostSession, signal: AbortSignal): Promise<Listing<StoragePool>> {
  return await readListing(
    () => poolsOf(session, signal),
    (pool) => patience.ask(session, pool.name, signal, (lane) => readPool(lane, pool)),
  );
}

/** The list, or when one of the pools holds it up, those that were there before. */
async function poolsOf(session: HostSession, signal: AbortSignal): Promise<readonly ListedPool[]> {
  const { id } = session.config;
  try {
    const pools = await patience.ask(session, '', signal, listAll);
    lastSeen.set(id, pools);
    return pools;
  } catch (thrown) {
    const known = lastSeen.get(id);
    if (known === undefined || !isHostsAnswer(thrown) || thrown.code !== 'timeout') throw thrown;
    return known;
  }
}

/** One round trip: lists by state beside the list of all. */
async function listAll(lane: Connection): Promise<readonly ListedPool[]> {
  const list = async (flags: number): Promise<readonly WirePool[]> =>
    (await lane.call(procedures.connectListAllStoragePools, { needResults: 1, flags })).pools;
  const namesOf = async (flags: number): Promise<ReadonlySet<string>> =>
    new Set((await list(flags)).map(({ name }) => name));
  const [all, autostarted, persistent] = await Promise.all([
    list(0),
    namesOf(lists.VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART),
    namesOf(lists.VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT),
  ]);
  return all.map((wire) => {
    const { name } = wire;
    return { name, wire, autostart: autostarted.has(name), persistent: persistent.has(name) };
  });
}

/** One call after the other: a pool that hangs shall take one turn of the lane only, and one of the daemon's twenty workers. */
async function readPool(lane: Connection, { wire: pool, autostart, persistent }: ListedPool): Promise<StoragePool> {
  const { state } = await lane.call(procedures.storagePoolGetInfo, { pool });
  const { xml } = await lane.call(procedures.storagePoolGetXmlDesc, { pool, flags: 0 });
  return poolFrom(parseXml(xml).root, { state: poolStates[state] ?? 'inaccessible', autostart, persistent });
}

/** Makes the host look what is in the pool. @throws AppError `timeout` when it doesn't come to an end */
export async function refreshPool(
  session: HostSession,
  name: string,
  signal: AbortSignal,
  limitMs = REFRESH_MS,
): Promise<void> {
  const { pool } = await patience.ask(session, name, signal, (lane) =>
    lane.call(procedures.storagePoolLookupByName, { name }),
  );
  const refresh = (lane: Connection) => lane.call(procedures.storagePoolRefresh, { pool, flags: 0 });
  await patience.ask(session, name, signal, refresh, limitMs);
}

/** The volume at a path, which libvirt looks for in all pools. @throws AppError `notFound`; `timeout` where one of them holds it up */
export async function volumeAt(session: HostSession, path: string, signal: AbortSignal): Promise<Described> {
  return await patience.ask(session, path, signal, async (lane) => {
    const { vol } = await lane.call(procedures.storageVolLookupByPath, { path });
    return volumeFrom(vol.pool, (await lane.call(procedures.storageVolGetXmlDesc, { vol, flags: 0 })).xml);
  });
}

type Described = Omit<StorageVolume, 'usedBy' | 'overlays'>;
interface WireVolume {
  readonly pool: string;
  readonly name: string;
  readonly key: string;
}

export async function listVolumes(
  session: HostSession,
  name: string,
  signal: AbortSignal,
): Promise<Listing<StorageVolume>> {
  const listing = await readVolumes(session, name, signal, (_vol, xml) => volumeFrom(name, xml));
  return listing.kind === 'unavailable' ? listing : { ...listing, items: await withUsers(session, listing.items) };
}

/** The volumes the host knows of in an active pool. @param take makes of a volume's definition what is wanted of it */
export async function readVolumes<Item>(
  session: HostSession,
  name: string,
  signal: AbortSignal,
  take: (vol: WireVolume, xml: string) => Item,
): Promise<Listing<Item>> {
  return await readListing(
    () => patience.ask(session, name, signal, (lane) => volumesOf(lane, name)),
    async (vol) => {
      const bulk = await session.lane('bulk');
      const { xml } = await bulk.call(procedures.storageVolGetXmlDesc, { vol, flags: 0 }, { signal: within(signal) });
      return take(vol, xml);
    },
  );
}

/** The daemon opens an image to describe it: once the storage has answered for one, the others may go by the lane for many calls. */
async function volumesOf(lane: Connection, name: string): Promise<readonly WireVolume[]> {
  const { pool } = await lane.call(procedures.storagePoolLookupByName, { name });
  const { vols } = await lane.call(procedures.storagePoolListAllVolumes, { pool, needResults: 1, flags: 0 });
  const [vol] = vols;
  if (vol !== undefined) await lane.call(procedures.storageVolGetXmlDesc, { vol, flags: 0 }).catch(() => undefined);
  return vols;
}

async function withUsers(session: HostSession, volumes: readonly Described[]): Promise<readonly StorageVolume[]> {
  const known = volumes.map((volume) => ({ ...volume, key: volume.path }));
  const use = await workInTurns(
    imageUseSteps({ volumes: known, domains: await lastSeenDomains(session), unlooked: [] }),
  );
  return volumes.map((volume) => ({
    ...volume,
    usedBy: use
      .dependents(volume.path)
      .domains.map(({ name }) => name)
      .toSorted(),
    overlays: use.overlays(volume.path),
  }));
}
