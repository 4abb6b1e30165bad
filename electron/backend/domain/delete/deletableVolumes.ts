/** The files that may go with a domain, and what speaks against each. */
import type { DiskSource } from '../../../../shared/model/domainXml.ts';
import type { ImageUse } from '../../../../shared/model/imageUse.ts';
import { reasonsToKeep, type DeletableVolume } from '../../../../shared/model/storageVolume.ts';

type Reason = (typeof reasonsToKeep)[number];

/** A file of the domain: a disk's own, or one of those beneath it. */
interface Image {
  readonly source: DiskSource;
  readonly path: string;
  readonly own: boolean;
}

/**
 * @param sources every disk of the domain, of all its definitions
 * @returns each disk's image with those beneath it, nearest first; each file once
 */
export function deletableVolumes(
  sources: readonly DiskSource[],
  uuid: string,
  use: ImageUse,
): readonly DeletableVolume[] {
  const images = imagesOf(sources, use);
  return images.map((image) => {
    const above = new Set(use.above(image.path));
    const upper = images.filter(({ path }) => [...above].some((each) => use.same(each, path)));
    return describe(
      image,
      uuid,
      use,
      upper.map(({ path }) => path),
    );
  });
}

function imagesOf(sources: readonly DiskSource[], use: ImageUse): readonly Image[] {
  const images: Image[] = [];
  const isListed = (path: string): boolean => images.some((image) => use.same(image.path, path));
  for (const source of sources) if (!isListed(source.path)) images.push({ source, path: source.path, own: true });
  // Afterwards: what is beneath one disk may be another's own.
  for (const source of sources) {
    const lower = use.beneath(source.path).filter((path) => !isListed(path));
    const at = images.findIndex(({ path }) => use.same(path, source.path));
    images.splice(at + 1, 0, ...lower.map((path) => ({ source, path, own: false })));
  }
  return images;
}

function describe(
  { source, path, own }: Image,
  uuid: string,
  use: ImageUse,
  above: readonly string[],
): DeletableVolume {
  const volume = use.volume(path);
  const { domains, images } = use.dependents(path, uuid);
  const facts = {
    path: own ? path : (volume?.path ?? path),
    target: source.target,
    device: own ? deviceOf(source.device) : ('disk' as const),
    above,
    ...(volume && {
      pool: volume.pool,
      volume: volume.name,
      capacityBytes: volume.capacityBytes,
      allocationBytes: volume.allocationBytes,
    }),
    readOnly: own && source.readonly,
    shareable: own && source.shareable,
    usedBy: [...new Set([...domains.map(({ name }) => name), ...images])].toSorted(),
    namesakes: use.namesakes(path, uuid),
  };
  const reasons: Readonly<Record<Reason, boolean>> = {
    noPool: volume === undefined,
    runsElsewhere: domains.some(({ running }) => running),
    usedByOthers: facts.usedBy.length > 0,
    media: facts.device === 'cdrom' || facts.device === 'floppy',
    readOnly: facts.readOnly,
    shareable: facts.shareable,
    namesake: facts.namesakes.length > 0,
    beneath: !own,
    unlooked: use.unlooked.length > 0,
  };
  const why = reasonsToKeep.find((reason) => reasons[reason]);
  return { ...facts, suggested: why === undefined, ...(why !== undefined && { why }) };
}

function deviceOf(device: string): DeletableVolume['device'] {
  return device === 'cdrom' || device === 'floppy' || device === 'lun' ? device : 'disk';
}
