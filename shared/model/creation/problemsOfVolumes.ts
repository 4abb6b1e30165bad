/** Problems of a new VM's volumes: pools, their room, images that are there or not. */
import type { DraftVm, DraftVolume, ImageRef } from './draft.ts';
import { poolOf, volumeOf, type HostView } from './hostView.ts';
import { problem, when, type Checked, type Problems } from './checked.ts';

export function volumeProblems(checked: Checked): Problems {
  const { vm, os, request } = checked;
  const first = request.hardware.disks[0]?.content;
  const needed = (os?.minimum?.storageGiB ?? 0) * 1024 ** 3;
  return [
    ...vm.volumes.flatMap((volume) => newVolumeProblems(checked, volume)),
    ...roomProblems(checked),
    ...request.hardware.disks.flatMap(({ content }, at) => {
      const field = `hardware.disks.${at}.content`;
      const image = content.kind === 'new' ? undefined : vm.disks[at];
      return image === undefined
        ? []
        : [...existingProblems(checked, image, field), ...useProblems(checked, image, field)];
    }),
    ...imagesOf(vm).flatMap((image) => existingProblems(checked, image, 'source.image')),
    ...when(first?.kind === 'new' && first.capacityBytes < needed, 'warning', 'diskLow', 'hardware.disks.0.content', {
      bytes: needed,
    }),
    ...imageSize(checked),
  ];
}

/** Images that a VM is made from, or installed from, and that aren't its own. */
const imagesOf = ({ volumes, installation }: DraftVm): readonly ImageRef[] => [
  ...(installation?.media ?? []),
  ...volumes.flatMap(({ content }) => (content.kind === 'image' ? [content.image] : [])),
];

const isNew = ({ volumes }: DraftVm, pool: string, name: string): boolean =>
  volumes.some((volume) => volume.pool === pool && volume.volume === name);

function fieldOf({ request }: Checked, { purpose, pool, volume }: DraftVolume): string {
  if (purpose === 'media') return 'source.image';
  if (purpose === 'seed') return request.cloudInit === undefined ? 'unattended' : 'cloudInit';
  if (purpose !== 'disk') return 'source.pool';
  const at = request.hardware.disks.findIndex(
    ({ content }) =>
      content.kind === 'new' && content.pool === pool && (content.volume === undefined || content.volume === volume),
  );
  return `hardware.disks.${Math.max(at, 0)}.content`;
}

function newVolumeProblems(checked: Checked, planned: DraftVolume): Problems {
  const { view, together } = checked;
  const { pool: poolName, volume } = planned;
  const field = fieldOf(checked, planned);
  const pool = poolOf(view, poolName);
  if (pool === undefined) return [problem('error', 'poolMissing', `${field}.pool`, { pool: poolName })];
  if (pool.state !== 'running') return [problem('error', 'poolInactive', `${field}.pool`, { pool: poolName })];
  const twice = together.filter((other) => isNew(other, poolName, volume)).length > 1 && !planned.shared;
  return when(
    twice || volumeOf(view, poolName, volume) !== undefined,
    'error',
    'volumeExists',
    planned.purpose === 'disk' ? `${field}.volume` : field,
    { pool: poolName, volume },
  );
}

/** A copy takes what its image takes, however thin. */
function takenAtOnce(view: HostView, { allocationBytes, content }: DraftVolume): number {
  if (content.kind !== 'image' || content.mode === 'link' || content.image.kind !== 'volume') return allocationBytes;
  const image = volumeOf(view, content.image.pool, content.image.volume);
  return Math.max(allocationBytes, image?.allocationBytes ?? 0);
}

/** What all VMs of the host take at once must be there; what they may grow to should. */
function roomProblems({ view, vm, together }: Checked): Problems {
  const all = [
    ...new Map(
      together.flatMap((each) =>
        each.volumes.map((volume) => [
          volume.shared ? `${volume.pool}/${volume.volume}` : `${each.index}/${volume.pool}/${volume.volume}`,
          volume,
        ]),
      ),
    ).values(),
  ];
  return [...new Set(vm.volumes.map(({ pool }) => pool))].flatMap((name) => {
    const pool = poolOf(view, name);
    if (pool === undefined || pool.state !== 'running') return [];
    const inside = all.filter((each) => each.pool === name);
    const now = inside.reduce((sum, volume) => sum + takenAtOnce(view, volume), 0);
    const later = inside.reduce((sum, { capacityBytes }) => sum + capacityBytes, 0);
    const params = { pool: name, available: pool.availableBytes };
    if (now > pool.availableBytes) return [problem('error', 'poolFull', 'hardware.disks', { ...params, needed: now })];
    return when(later > pool.availableBytes, 'warning', 'poolOvercommitted', 'hardware.disks', {
      ...params,
      needed: later,
    });
  });
}

function existingProblems({ view, vm, request }: Checked, image: ImageRef, field: string): Problems {
  if (image.kind === 'path') {
    const known = view.volumes.some(({ path }) => path === image.path);
    const within = view.pools.some(
      ({ targetPath, state }) => state === 'running' && targetPath === image.path.replace(/\/[^/]*$/, ''),
    );
    const missing = (within && !known) || (!known && request.source.kind === 'cloud');
    return when(missing, 'error', 'volumeMissing', field, { volume: image.path });
  }
  if (image.kind === 'url' || isNew(vm, image.pool, image.volume)) return [];
  const pool = poolOf(view, image.pool);
  const params = { pool: image.pool, volume: image.volume };
  if (pool === undefined) return [problem('error', 'poolMissing', field, params)];
  if (pool.state !== 'running') return [problem('error', 'poolInactive', field, params)];
  return when(volumeOf(view, image.pool, image.volume) === undefined, 'error', 'volumeMissing', field, params);
}

/** A disk that two VMs write to is lost. */
function useProblems({ view, together }: Checked, image: ImageRef, field: string): Problems {
  if (image.kind === 'url') return [];
  const volume = image.kind === 'volume' ? volumeOf(view, image.pool, image.volume) : undefined;
  const names =
    image.kind === 'path' ? [image.path] : [`${image.pool}/${image.volume}`, ...(volume ? [volume.path] : [])];
  const users = [...new Set(names.flatMap(view.usersOf))];
  const own = together.length > 1 ? together.map(({ name }) => name) : [];
  return when(users.length + own.length > 0, 'error', 'volumeInUse', field, {
    volume: names[0] ?? '',
    users: [...users, ...own].join(', '),
  });
}

/** A disk that is filled from an image is at least as large. */
function imageSize({ view, vm, request }: Checked): Problems {
  const [disk] = vm.volumes.filter(({ purpose }) => purpose === 'disk');
  const image = disk?.content.kind === 'image' ? disk.content.image : undefined;
  if (disk === undefined || image?.kind !== 'volume' || request.source.kind !== 'cloud') return [];
  const { capacityBytes = 0 } = volumeOf(view, image.pool, image.volume) ?? {};
  return when(capacityBytes > disk.capacityBytes, 'error', 'imageLarger', 'hardware.disks.0.content.capacityBytes', {
    bytes: capacityBytes,
  });
}
