/** From a disk's source to the storage volume behind it, and to whatever else depends on that. */
import { AppError } from '../../shared/errors.ts';
import { diskPaths, type DiskSource } from '../../shared/model/domainXml.ts';
import { volumeFiles } from '../../shared/model/storageVolume.ts';
import { procedures, type Connection } from '../libvirt/index.ts';
import type { HostSession } from './hostSession.ts';
import { isLibvirt } from './libvirtErrors.ts';

/** For a call that makes a volume: says of a name that is taken that it is. */
export const volumeExists =
  (pool: string, volume: string) =>
  (thrown: unknown): never => {
    if (!(thrown instanceof AppError && isLibvirt(thrown, 'STORAGE_VOL_EXIST'))) throw thrown;
    throw new AppError({ ...thrown.data, code: 'volumeExists', params: { pool, volume } });
  };

export interface FoundVolume {
  readonly vol: { readonly pool: string; readonly name: string; readonly key: string };
  readonly path: string;
  readonly capacityBytes: number;
  readonly allocationBytes: number;
}

/** The volume of an active pool that a disk's source stands for; undefined where no pool holds it. */
export async function findVolume(lane: Connection, source: DiskSource): Promise<FoundVolume | undefined> {
  try {
    const { vol } = await lookUp(lane, source);
    const [info, path] = await Promise.all([
      lane.call(procedures.storageVolGetInfo, { vol }),
      lane.call(procedures.storageVolGetPath, { vol }),
    ]);
    return { vol, path: path.name, capacityBytes: Number(info.capacity), allocationBytes: Number(info.allocation) };
  } catch (thrown) {
    if (isLibvirt(thrown, 'NO_STORAGE_VOL', 'NO_STORAGE_POOL', 'NO_SUPPORT', 'OPERATION_INVALID')) return undefined;
    throw thrown;
  }
}

async function lookUp(lane: Connection, { path, pool: poolName, volume }: DiskSource) {
  if (poolName === undefined || volume === undefined)
    return await lane.call(procedures.storageVolLookupByPath, { path });
  const { pool } = await lane.call(procedures.storagePoolLookupByName, { name: poolName });
  return await lane.call(procedures.storageVolLookupByName, { pool, name: volume });
}

/** The names a definition may use for a source: its path, and pool and volume. */
export function namesOf(source: DiskSource, found: FoundVolume | undefined): readonly string[] {
  const names = [source.path, ...(found === undefined ? [] : [found.path, `${found.vol.pool}/${found.vol.name}`])];
  return [...new Set(names)];
}

/** Image -> the images directly based on it, for all volumes of these pools. */
export async function overlaysIn(
  lane: Connection,
  pools: Iterable<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const overlays = new Map<string, string[]>();
  for (const name of new Set(pools)) {
    const { pool } = await lane.call(procedures.storagePoolLookupByName, { name });
    const { vols } = await lane.call(procedures.storagePoolListAllVolumes, { pool, needResults: 1, flags: 0 });
    const texts = await Promise.all(vols.map((vol) => volumeText(lane, vol)));
    for (const text of texts) {
      const { path, backingPath } = text === undefined ? {} : volumeFiles(text);
      if (path !== undefined && backingPath !== undefined)
        overlays.set(backingPath, [...(overlays.get(backingPath) ?? []), path]);
    }
  }
  return overlays;
}

async function volumeText(lane: Connection, vol: FoundVolume['vol']): Promise<string | undefined> {
  try {
    return (await lane.call(procedures.storageVolGetXmlDesc, { vol, flags: 0 })).xml;
  } catch (thrown) {
    if (isLibvirt(thrown, 'NO_STORAGE_VOL')) return undefined; // deleted since it was listed
    throw thrown;
  }
}

/** An image and, over any number of steps, all that are based on it. */
export function withOverlays(
  names: readonly string[],
  overlays: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const all = new Set(names);
  // A set is walked in order of insertion, and what is added meanwhile is walked too.
  for (const name of all) for (const overlay of overlays.get(name) ?? []) all.add(overlay);
  return all;
}

/** Path or `pool/volume` -> the domains (but `except`) whose definition names it. Backing images count where the XML tells them. */
export async function usersOfPaths(
  session: HostSession,
  except: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const users = new Map<string, string[]>();
  for (const { uuid, name } of session.domains()) {
    if (uuid === except) continue;
    const xml = await session.definition(uuid);
    for (const path of new Set(xml === undefined ? [] : diskPaths(xml)))
      users.set(path, [...(users.get(path) ?? []), name]);
  }
  return users;
}
