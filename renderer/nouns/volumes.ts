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
  const { items } = await api.storagePool.list({ host }, { signal });
  const pools = items.filter(({ state }) => state === 'running');
  const listed = await Promise.all(pools.map(({ name }) => api.storageVolume.list({ host, pool: name }, { signal })));
  const inactive = items.filter(({ state }) => state === 'inactive');
  return { pools, inactive, volumes: listed.flatMap((volumes) => volumes.items) };
}

/** Makes the host look what has come into its pools by other ways; a pool that can't be looked into is listed as it was. */
async function refreshPools(host: HostId, signal: AbortSignal): Promise<void> {
  const { items } = await api.storagePool.list({ host }, { signal });
  const running = items.filter(({ state }) => state === 'running');
  await Promise.allSettled(running.map(({ name: pool }) => api.storagePool.look({ host, pool }, { signal })));
}

/**
 * What the host knows, at once; then, after it has looked again, what there is. In this order: a pool that is being looked into answers
 * nothing else meanwhile, and a large one takes a while. The second is a function that makes it look once more.
 */
export function useStorage(host: HostId): readonly [Loaded<HostStorage>, () => void] {
  const [known] = useLoaded(host, '', (signal) => readStorage(host, signal));
  const listed = known.kind !== 'loading';
  const [fresh, lookAgain] = useLoaded(`${host} ${listed}`, '', async (signal) => {
    if (!listed) return undefined;
    await refreshPools(host, signal);
    return await readStorage(host, signal);
  });
  const { kind } = fresh;
  return [kind === 'loaded' && fresh.value !== undefined ? { kind, value: fresh.value } : known, lookAgain];
}

/** Images of CDs and floppies: ISOs, and raw files named as such. */
export const isMedium = ({ name, format }: StorageVolume): boolean =>
  format === 'iso' || /\.(iso|img|vfd)$/i.test(name);

/** Images of disks. */
export const isDiskImage = ({ type, format, name }: StorageVolume): boolean =>
  type !== 'dir' && format !== 'iso' && !/\.iso$/i.test(name);
