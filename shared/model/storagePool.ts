/** Storage pools (formatstorage, "Storage pool XML"). */
import { z } from 'zod';
import { oneOf, string } from '../xml/codec.ts';
import type { XmlElement } from '../xml/element.ts';
import { attribute, inBytes, readAll, text } from '../xml/property.ts';

export const poolTypes = [
  'dir',
  'fs',
  'netfs',
  'disk',
  'iscsi',
  'iscsi-direct',
  'logical',
  'scsi',
  'mpath',
  'rbd',
  'sheepdog',
  'gluster',
  'zfs',
  'vstorage',
] as const;

/** libvirt lets everything but a line break or a slash stand in it. */
export const poolName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\n]+$/, 'no slash, no line break');

export const volumeFormats = ['qcow2', 'raw'] as const;
export type VolumeFormat = (typeof volumeFormats)[number];

/** Pools whose volumes are files; those of all other kinds are devices or network images, which are raw (poolTypeInfo in storage_conf.c). */
const filePools: ReadonlySet<string> = new Set(['dir', 'fs', 'netfs', 'gluster', 'vstorage']);
const known: ReadonlySet<string> = new Set(poolTypes);

/** Formats in which images can be made in a pool; the first one is proposed. Of a kind we don't know libvirt decides. */
export const volumeFormatsOf = ({ type }: Pick<StoragePool, 'type'>): readonly VolumeFormat[] =>
  filePools.has(type) || !known.has(type) ? volumeFormats : ['raw'];

export interface NewImageFormat {
  readonly offered: readonly VolumeFormat[];
  readonly format: VolumeFormat;
  /** For the name of the image; a device has none. */
  readonly ending: '' | '.img' | '.qcow2';
}

/** The format that a new image gets in a pool where another may be wanted. */
export function newImageFormat(pool: Pick<StoragePool, 'type'> | undefined, wanted: VolumeFormat): NewImageFormat {
  const offered = pool === undefined ? volumeFormats : volumeFormatsOf(pool);
  const format = offered.includes(wanted) ? wanted : 'raw';
  return { offered, format, ending: offered.length === 1 ? '' : format === 'raw' ? '.img' : '.qcow2' };
}

/** Pools on the network, whose images QEMU reaches by itself. */
const networkPools: ReadonlySet<string> = new Set(['iscsi-direct', 'rbd', 'sheepdog', 'gluster']);

/** What its volumes are to QEMU. */
export function volumeTypeOf(pool: Pick<StoragePool, 'type'> | undefined): 'file' | 'block' | 'network' {
  if (pool === undefined || !known.has(pool.type)) return 'file';
  if (networkPools.has(pool.type)) return 'network';
  return filePools.has(pool.type) ? 'file' : 'block';
}

/** In the order of virStoragePoolState. */
export const poolStates = ['inactive', 'building', 'running', 'degraded', 'inaccessible'] as const;
export type StoragePoolState = (typeof poolStates)[number];

export const storagePool = {
  type: attribute('@type', oneOf(poolTypes)),
  name: text('name', string),
  uuid: text('uuid', string),
  capacityBytes: inBytes('capacity'),
  allocationBytes: inBytes('allocation'),
  availableBytes: inBytes('available'),
  sourceHost: attribute('source/host/@name', string),
  sourceDir: attribute('source/dir/@path', string),
  sourceDevice: attribute('source/device/@path', string),
  sourceAdapter: attribute('source/adapter/@name', string),
  sourceName: text('source/name', string),
  sourceFormat: attribute('source/format/@type', string),
  targetPath: text('target/path', string),
};

/** A pool as dialogs offer it. */
export interface StoragePool {
  readonly name: string;
  readonly uuid: string;
  /** One of {@link poolTypes}, or a newer libvirt's word. */
  readonly type: string;
  readonly state: StoragePoolState;
  /** Zeros while it is inactive. */
  readonly capacityBytes: number;
  readonly allocationBytes: number;
  readonly availableBytes: number;
  /** Where its volumes are on the host; pools on the network have none. */
  readonly targetPath?: string;
  /** Where it comes from, in a word: `nfs.example:/export`, `/dev/vg0`; absent for a plain directory. */
  readonly source?: string;
  readonly autostart: boolean;
  readonly persistent: boolean;
}

/** @param element the root of a pool's definition */
export function poolFrom(
  element: XmlElement,
  rest: Pick<StoragePool, 'state' | 'autostart' | 'persistent'>,
): StoragePool {
  const pool = readAll(storagePool, element);
  const source = sourceText(pool);
  return {
    name: pool.name ?? '',
    uuid: pool.uuid ?? '',
    type: pool.type ?? '',
    capacityBytes: pool.capacityBytes ?? 0,
    allocationBytes: pool.allocationBytes ?? 0,
    availableBytes: pool.availableBytes ?? 0,
    ...(pool.targetPath !== undefined && { targetPath: pool.targetPath }),
    ...(source !== undefined && { source }),
    ...rest,
  };
}

type SourceParts = Readonly<
  Partial<Record<'sourceHost' | 'sourceDir' | 'sourceDevice' | 'sourceAdapter' | 'sourceName', string>>
>;

function sourceText({ sourceHost, sourceDir, sourceDevice, sourceAdapter, sourceName }: SourceParts) {
  const what = sourceDir ?? sourceDevice ?? sourceName ?? sourceAdapter;
  if (sourceHost === undefined) return what;
  return what === undefined ? sourceHost : `${sourceHost}:${what}`;
}
