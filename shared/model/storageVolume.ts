/** Storage volumes (formatstorage, "Storage volume XML"). */
import { z } from 'zod';
import { oneOf, string } from '../xml/codec.ts';
import { el } from '../xml/build.ts';
import type { KnownVolume } from './imageUse.ts';
import type { VolumeFormat } from './storagePool.ts';
import { parseXml } from '../xml/parse.ts';
import { attribute, inBytes, readAll, text } from '../xml/property.ts';
import { serializeElement } from '../xml/serialize.ts';

export const volumeTypes = ['file', 'block', 'dir', 'network', 'netdir', 'ploop'] as const;

export const storageVolume = {
  type: attribute('@type', oneOf(volumeTypes), { default: 'file' }),
  name: text('name', string),
  key: text('key', string),
  capacityBytes: inBytes('capacity'),
  allocationBytes: inBytes('allocation'),
  /** What it takes on the host's disk, where that differs. */
  physicalBytes: inBytes('physical'),
  path: text('target/path', string),
  format: attribute('target/format/@type', string),
  encryption: attribute('target/encryption/@format', string),
  backingPath: text('backingStore/path', string),
  backingFormat: attribute('backingStore/format/@type', string),
};

export const volumeName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\n]+$/, 'no slash, no line break');

/** A volume as dialogs offer it. */
export interface StorageVolume {
  readonly pool: string;
  readonly name: string;
  /** On the host; for pools on the network what the hypervisor calls it. */
  readonly path: string;
  /** One of {@link volumeTypes}. */
  readonly type: string;
  /** qcow2, raw, iso...; absent where the pool's kind has no formats. */
  readonly format?: string;
  readonly capacityBytes: number;
  readonly allocationBytes: number;
  readonly encrypted: boolean;
  /** The image below it. */
  readonly backingPath?: string;
  readonly backingFormat?: string;
  /** Names of the domains whose definition names it, or an image of the same pool that is based on it. */
  readonly usedBy: readonly string[];
  /** Paths of the pool's images that are directly based on it. */
  readonly overlays: readonly string[];
}

/**
 * @param xml a volume's definition
 * @throws AppError `invalidArgument` when the text is no XML
 */
export function volumeFrom(pool: string, xml: string): Omit<StorageVolume, 'usedBy' | 'overlays'> {
  const volume = readAll(storageVolume, parseXml(xml).root);
  return {
    pool,
    name: volume.name ?? '',
    path: volume.path ?? volume.key ?? '',
    type: volume.type ?? 'file',
    ...(volume.format !== undefined && { format: volume.format }),
    capacityBytes: volume.capacityBytes ?? 0,
    allocationBytes: volume.allocationBytes ?? 0,
    encrypted: volume.encryption !== undefined,
    ...(volume.backingPath !== undefined && { backingPath: volume.backingPath }),
    ...(volume.backingFormat !== undefined && { backingFormat: volume.backingFormat }),
  };
}

/** What a new volume shall be. */
export interface NewVolume {
  readonly name: string;
  readonly capacityBytes: number;
  /** Bytes reserved at once; 0 or absent: it grows as it is written. */
  readonly allocationBytes?: number | undefined;
  readonly format: VolumeFormat;
  /** The image it is based on: only what differs from that is kept. */
  readonly backing?: { readonly path: string; readonly format: string } | undefined;
}

/** @param poolType those of a partitioned disk have types of partitions for formats: which one, libvirt chooses */
export function newVolumeXml(
  { name, capacityBytes, allocationBytes = 0, format, backing }: NewVolume,
  poolType: string,
): string {
  return serializeElement(
    el(
      'volume',
      {},
      el('name', {}, name),
      el('capacity', { unit: 'bytes' }, capacityBytes),
      el('allocation', { unit: 'bytes' }, allocationBytes),
      poolType !== 'disk' && el('target', {}, el('format', { type: format })),
      backing && el('backingStore', {}, el('path', {}, backing.path), el('format', { type: backing.format })),
    ),
  );
}

/** @throws AppError `invalidArgument` when the text is no XML */
export function knownVolume(id: Pick<KnownVolume, 'pool' | 'name' | 'key'>, xml: string): KnownVolume {
  const {
    path,
    capacityBytes = 0,
    allocationBytes = 0,
    backingPath,
    backingFormat,
  } = readAll(storageVolume, parseXml(xml).root);
  return {
    ...id,
    path: path ?? id.key,
    capacityBytes,
    allocationBytes,
    ...(backingPath !== undefined && { backingPath }),
    ...(backingFormat !== undefined && { backingFormat }),
  };
}

/** A file of a VM's disks, as far as deleting the VM needs it. */
export interface DeletableVolume {
  /** Path or network name as the disk's `<source>` says; of a file beneath that, its path. */
  readonly path: string;
  /** Target in the guest: vda, sda... */
  readonly target: string;
  readonly device: 'disk' | 'cdrom' | 'floppy' | 'lun';
  /** Those of the VM's files that are based on it: it goes only with them. */
  readonly above: readonly string[];
  /** Pool and volume name, where a pool of the host holds it; without them VirtDeck can't delete it. */
  readonly pool?: string;
  readonly volume?: string;
  readonly capacityBytes?: number;
  readonly allocationBytes?: number;
  readonly readOnly: boolean;
  readonly shareable: boolean;
  /** Who else needs it: names of domains that have it or an image based on it, paths of images based on it that no domain has. */
  readonly usedBy: readonly string[];
  /** Files of the same name elsewhere that others use: by a link they may be this one. */
  readonly namesakes: readonly string[];
  /** What a careful administrator would tick. */
  readonly suggested: boolean;
  /** Why it isn't suggested. `runsElsewhere`: another domain runs on it, so it can't be deleted at all. */
  readonly why?: (typeof reasonsToKeep)[number];
}

export const reasonsToKeep = [
  'noPool',
  'runsElsewhere',
  'usedByOthers',
  'media',
  'readOnly',
  'shareable',
  'namesake',
  'beneath',
  'unlooked',
] as const;
