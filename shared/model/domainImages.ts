/** The images that a domain's definition names: what would be ruined if one of them went. */
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import { disk, sourceOf } from './devices/disk.ts';

/** An image of a disk and those beneath it, as far as the definition tells. */
export interface ImageChain {
  /** As the definition spells them, the disk's own first. */
  readonly images: readonly string[];
  /** Whether the last of them is known to be based on nothing: raw, or libvirt (which looks into images of running domains) says so. */
  readonly ends: boolean;
}

export interface DomainImages {
  /** Every name that may be an image's: whatever in the definition looks like a path, and what disks call otherwise. */
  readonly names: readonly string[];
  readonly chains: readonly ImageChain[];
}

/** What users write for themselves mentions nothing that a hypervisor opens. */
const prose = new Set(['metadata', 'description', 'title']);

/** @throws AppError `invalidArgument` when the text is no XML */
export function domainImages(xml: string): DomainImages {
  const { root } = parseXml(xml);
  const disks = root.child('devices')?.childrenNamed('disk') ?? [];
  const chains = disks.flatMap((element) => chainOf(element) ?? []);
  const names = new Set(chains.flatMap(({ images }) => images));
  addPaths(root, names);
  return { names: [...names], chains };
}

/**
 * Any absolute path, wherever it stands: kernels, NVRAM, the target of a running copy, memory backed by a file and what later versions of
 * libvirt add are used as much as disks are.
 */
function addPaths(element: XmlElement, names: Set<string>): void {
  for (const value of element.attributes.values()) if (value.startsWith('/')) names.add(value);
  const text = element.text.trim();
  if (text.startsWith('/')) names.add(text);
  for (const child of element.children) {
    const volume = volumeOf(child);
    if (volume !== undefined) names.add(volume);
    if (!prose.has(child.name)) addPaths(child, names);
  }
}

/** The source of a disk, of its mirror or of a backing image may be named by pool and volume. */
function volumeOf(element: XmlElement): string | undefined {
  const pool = element.attribute('pool');
  const volume = element.attribute('volume');
  return pool === undefined || volume === undefined ? undefined : `${pool}/${volume}`;
}

function chainOf(element: XmlElement): ImageChain | undefined {
  const images: string[] = [];
  let format: string | undefined;
  for (let store: XmlElement | undefined = element; store !== undefined; store = store.child('backingStore')) {
    const source = sourceOf(store);
    if (source === undefined) return images.length === 0 ? undefined : { images, ends: true };
    images.push(source);
    format = store === element ? (disk.format.get(store) ?? 'raw') : store.child('format')?.attribute('type');
  }
  // Without a format libvirt takes a disk for raw: it doesn't guess (virDomainDiskDefParse, since 2012).
  return { images, ends: format === 'raw' };
}
