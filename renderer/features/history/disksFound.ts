/** Which disks of a definition are still on its host. */
import { keyedDevices } from '../../../shared/model/devices/deviceKey.ts';
import { disk, sourceOf } from '../../../shared/model/devices/disk.ts';
import type { StorageVolume } from '../../../shared/model/storageVolume.ts';
import { parseXml } from '../../../shared/xml/parse.ts';

export type DiskFound =
  | { readonly kind: 'found'; readonly pool: string }
  /** Its pool is there and active, and has no such volume. */
  | { readonly kind: 'missing'; readonly pool: string }
  /** No pool tells: a file elsewhere, a device, a network disk. */
  | { readonly kind: 'unknown' };

export interface SoughtDisk {
  readonly target: string;
  /** As {@link sourceOf} says. */
  readonly source: string;
  readonly state: DiskFound;
}

/** An active pool and what is in it. */
export interface ListedPool {
  readonly name: string;
  readonly targetPath?: string;
  readonly volumes: readonly Pick<StorageVolume, 'name' | 'path'>[];
  /** Each of its volumes could be read: what is not among them is not there. */
  readonly complete: boolean;
}

/** @throws AppError `invalidArgument` when the text is no XML */
export function disksFound(xml: string, pools: readonly ListedPool[]): readonly SoughtDisk[] {
  return [...keyedDevices(parseXml(xml).root).values()].flatMap((element): readonly SoughtDisk[] => {
    const source = element.name === 'disk' ? sourceOf(element) : undefined;
    if (source === undefined) return [];
    return [{ target: disk.target.get(element) ?? '', source, state: stateOf(source, pools) }];
  });
}

function stateOf(source: string, pools: readonly ListedPool[]): DiskFound {
  const holder = pools.find(({ name, volumes }) =>
    volumes.some((volume) => volume.path === source || `${name}/${volume.name}` === source),
  );
  if (holder !== undefined) return { kind: 'found', pool: holder.name };
  const home = pools.find(({ name, targetPath, complete }) => {
    if (!complete) return false;
    const folder = source.slice(0, Math.max(0, source.lastIndexOf('/')));
    return folder === name || (targetPath !== undefined && folder === targetPath.replace(/\/$/, ''));
  });
  return home === undefined ? { kind: 'unknown' } : { kind: 'missing', pool: home.name };
}
