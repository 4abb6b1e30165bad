/**
 * Reads pools. A pool whose storage hangs (a dead NFS server) hangs every question about it, and in libvirtd the list of all
 * pools too (virStoragePoolObjListExport locks each). So this has a lane of its own, asks the others one by one when the list doesn't
 * come, and tells of the one that hangs that it does.
 */
import { appError } from '../../../shared/errors.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { Listing } from '../../../shared/model/listing.ts';
import { poolFrom, poolStates, type StoragePool } from '../../../shared/model/storagePool.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { enums, procedures, uuidText, type Connection } from '../../libvirt/index.ts';
import type { HostSession } from '../session.ts';
import { isHostsAnswer, readListing } from '../calls/listing.ts';
import { patience } from './patience.ts';

const { virConnectListAllStoragePoolsFlags: lists } = enums;

/** Looking through a large or distant pool takes its time; then somebody should be told. */
const REFRESH_MS = 120_000;

interface WirePool {
  readonly name: string;
  readonly uuid: Uint8Array;
}

/** A pool, and what lists by state tell of it. */
export interface ListedPool {
  readonly name: string;
  readonly wire: WirePool;
  readonly autostart: boolean;
  readonly persistent: boolean;
}

/** The pools each host had when it last listed them. */
const lastSeen = new Map<HostId, readonly ListedPool[]>();

export async function listPools(session: HostSession, signal: AbortSignal): Promise<Listing<StoragePool>> {
  return await readListing(
    () => poolsOf(session, signal),
    (pool) => patience.ask(session, pool.name, signal, (lane) => readPool(lane, pool)),
  );
}

/** The list, or when one of the pools holds it up, those that were there before. */
export async function poolsOf(session: HostSession, signal: AbortSignal): Promise<readonly ListedPool[]> {
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

/**
 * One pool, however long ago the list was read.
 * @throws AppError `notFound` when it is gone; `timeout` when it hangs
 */
export async function readPoolOf(session: HostSession, uuid: string, signal: AbortSignal): Promise<StoragePool> {
  const { name, wire: pool } = await findPool(session, uuid, signal);
  return await patience.ask(session, name, signal, async (lane) => {
    const { persistent } = await lane.call(procedures.storagePoolIsPersistent, { pool });
    const { autostart } = await lane.call(procedures.storagePoolGetAutostart, { pool });
    return await readPool(lane, { name, wire: pool, autostart: autostart !== 0, persistent: persistent !== 0 });
  });
}

/** Its XML as libvirt says it. @throws AppError `notFound`, `timeout` */
export async function readPoolXml(session: HostSession, uuid: string, signal: AbortSignal): Promise<{ xml: string }> {
  const { name, wire: pool } = await findPool(session, uuid, signal);
  return await patience.ask(session, name, signal, (lane) =>
    lane.call(procedures.storagePoolGetXmlDesc, { pool, flags: 0 }),
  );
}

async function findPool(session: HostSession, uuid: string, signal: AbortSignal): Promise<ListedPool> {
  const find = (pools: readonly ListedPool[] = []): ListedPool | undefined =>
    pools.find(({ wire }) => uuidText(wire.uuid) === uuid);
  const listed = find(lastSeen.get(session.config.id)) ?? find(await poolsOf(session, signal));
  if (listed === undefined) throw appError('notFound', `no storage pool ${uuid} on ${session.config.name}`);
  return listed;
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
