import type { DiskState } from '../../../shared/model/disk.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { useLoaded, type Loaded } from '../../nouns/loaded.ts';

/** One disk of a domain as the host tells it now. */
export function useDisk({ host, uuid }: DomainRef, target: string): Loaded<DiskState | undefined> {
  const [disks] = useLoaded(`${host}/${uuid} ${target}`, '', (signal) => api.disk.list({ host, uuid }, { signal }));
  return disks.kind === 'loaded' ? { ...disks, value: disks.value.find((disk) => disk.target === target) } : disks;
}
