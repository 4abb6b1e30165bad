/** What the running pools of a host hold. */
import type { HostId } from '../../shared/model/host.ts';
import type { StoragePool } from '../../shared/model/storagePool.ts';
import type { StorageVolume } from '../../shared/model/storageVolume.ts';
import { api } from '../backend.ts';
import { useLoaded, type Loaded } from './loaded.ts';

export interface HostStorage {
  readonly pools: readonly StoragePool[];
  /** What is in these is not known until they are started. */
  readonly inactive: readonly StoragePool[];
  readonly volumes: readonly StorageVolume[];
}

export async function readStorage(host: HostId, signal: AbortSignal): Promise<HostStorage> {
  const { items } = await api.storage.pools({ host }, { signal });
  const pools = items.filter(({ state }) => state === 'running');
  const listed = await Promise.all(pools.map(({ name }) => api.storage.volumes({ host, pool: name }, { signal })));
  const inactive = items.filter(({ state }) => state === 'inactive');
  return { pools, inactive, volumes: listed.flatMap((volumes) => volumes.items) };
}

/** Makes the host look what has come into its pools by other ways; a pool that can't be looked into is listed as it was. */
async function refreshPools(host: HostId, signal: AbortSignal): Promise<void> {
  const { items } = await api.storage.pools({ host }, { signal });
  const running = items.filter(({ state }) => state === 'running');
  await Promise.allSettled(running.map(({ name: pool }) => api.storage.refresh({ host, pool }, { signal })));
}

/** What the host knows at once; then, after it has looked again, what there is. */
export function useStorage(host: HostId): readonly [Loaded<HostStorage>, () => void] {
  const [refreshed] = useLoaded(host, '', (signal) => refreshPools(host, signal));
  return useLoaded(host, refreshed.kind, (signal) => readStorage(host, signal));
}

/** Images of CDs and floppies: ISOs, and raw files named as such. */
export const isMedium = ({ name, format }: StorageVolume): boolean =>
  format === 'iso' || /\.(iso|img|vfd)$/i.test(name);

/** Images of disks. */
export const isDiskImage = ({ type, format, name }: StorageVolume): boolean =>
  type !== 'dir' && format !== 'iso' && !/\.iso$/i.test(name);
