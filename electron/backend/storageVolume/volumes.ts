/** From a disk's source to the storage volume behind it. */
import { AppError, appError } from '../../../shared/errors.ts';
import type { DiskSource } from '../../../shared/model/domainXml.ts';
import { storagePool, volumeFormatsOf } from '../../../shared/model/storagePool.ts';
import { newVolumeXml, type NewVolume } from '../../../shared/model/storageVolume.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { procedures, type Connection } from '../../libvirt/index.ts';
import { isLibvirt } from '../calls/libvirtErrors.ts';

/** For a call that makes a volume: says of a name that is taken that it is. */
export const volumeExists =
  (pool: string, volume: string) =>
  (thrown: unknown): never => {
    if (!(thrown instanceof AppError && isLibvirt(thrown, 'STORAGE_VOL_EXIST'))) throw thrown;
    throw new AppError({ ...thrown.data, code: 'volumeExists', params: { pool, volume } });
  };

/**
 * The definition of a new volume as its pool's kind wants it.
 * @throws AppError `invalidArgument` for a format that such pools don't hold: of qcow2 in a logical volume libvirt makes raw, in silence
 */
export async function newVolumeIn(
  lane: Connection,
  pool: { readonly name: string; readonly uuid: Uint8Array },
  volume: NewVolume,
): Promise<string> {
  const { xml } = await lane.call(procedures.storagePoolGetXmlDesc, { pool, flags: 0 });
  const type = storagePool.type.get(parseXml(xml).root) ?? '';
  if (!volumeFormatsOf({ type }).includes(volume.format))
    throw appError('invalidArgument', `pools of the kind ${type} hold no ${volume.format} images`, {
      object: { kind: 'storagePool', name: pool.name },
    });
  return newVolumeXml(volume, type);
}

export interface FoundVolume {
  readonly vol: { readonly pool: string; readonly name: string; readonly key: string };
  readonly path: string;
  readonly capacityBytes: number;
  readonly allocationBytes: number;
}

/** What libvirt says of a path or name that no active pool holds. */
export const isInNoPool = (thrown: unknown): boolean =>
  isLibvirt(thrown, 'NO_STORAGE_VOL', 'NO_STORAGE_POOL', 'NO_SUPPORT', 'OPERATION_INVALID');

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
    if (isInNoPool(thrown)) return undefined;
    throw thrown;
  }
}

async function lookUp(lane: Connection, { path, pool: poolName, volume }: DiskSource) {
  if (poolName === undefined || volume === undefined)
    return await lane.call(procedures.storageVolLookupByPath, { path });
  const { pool } = await lane.call(procedures.storagePoolLookupByName, { name: poolName });
  return await lane.call(procedures.storageVolLookupByName, { pool, name: volume });
}
