/** What the running pools of a host hold. */
import type { HostId } from '../../shared/model/host.ts';
import type { StoragePool } from '../../shared/model/storagePool.ts';
import type { StorageVolume } from '../../shared/model/storageVolume.ts';
import { api } from '../backend.ts';
import { useLoaded, type Loaded } from './loaded.ts';

export interface HostStorage {
  readonly pools: readonly StoragePool[];
  readonly volumes: readonly StorageVolume[];
}

export async function readStorage(host: HostId, signal: AbortSignal): Promise<HostStorage> {
  const { items } = await api.storage.pools({ host }, { signal });
  const pools = items.filter(({ state }) => state === 'running');
  const listed = await Promise.all(pools.map(({ name }) => api.storage.volumes({ host, pool: name }, { signal })));
  return { pools, volumes: listed.flatMap((volumes) => volumes.items) };
}

export const useStorage = (host: HostId): readonly [Loaded<HostStorage>, () => void] =>
  useLoaded(host, '', (signal) => readStorage(host, signal));

/** Images of CDs and floppies: ISOs, and raw files named as such. */
export const isMedium = ({ name, format }: StorageVolume): boolean =>
  format === 'iso' || /\.(iso|img|vfd)$/i.test(name);

/** Images of disks. */
export const isDiskImage = ({ type, format, name }: StorageVolume): boolean =>
  type !== 'dir' && format !== 'iso' && !/\.iso$/i.test(name);
