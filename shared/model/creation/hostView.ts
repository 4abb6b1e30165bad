/** What is known of a host when a VM on it is planned. */
import type { DomainCapabilities } from '../domainCapabilities.ts';
import type { HostInterface } from '../hostInterface.ts';
import type { Network } from '../network.ts';
import type { StoragePool } from '../storagePool.ts';
import type { StorageVolume } from '../storageVolume.ts';
import type { GuestChoice } from './choices.ts';
import { isBlockPool } from './defaults.ts';
import type { ImageRef } from './draft.ts';
import type { ImageSource } from './newDomain.ts';

export interface HostView {
  /** Of the hardware that was asked for; undefined where the host can't have that. */
  readonly capabilities: DomainCapabilities | undefined;
  readonly guests: readonly GuestChoice[];
  readonly pools: readonly StoragePool[];
  /** Of the pools that the request names. */
  readonly volumes: readonly StorageVolume[];
  readonly networks: readonly Network[];
  /** Empty where the host can't tell. */
  readonly interfaces: readonly HostInterface[];
  readonly domainNames: ReadonlySet<string>;
  /** Lower case. */
  readonly macs: ReadonlySet<string>;
  readonly memoryMiB: number | undefined;
  /** As libvirt counts: 9.1.0 is 9_001_000. */
  readonly libvirtVersion: number;
  /** Names of the VMs that use an image, given its path or `pool/volume`. */
  readonly usersOf: (image: string) => readonly string[];
}

/** libvirt 9.0.0 refuses the backend by name; later ones take it, and those that tell their backends tell of passt. */
const PASST_SINCE = 9_001_000;

/** Whether the host forwards ports to guests behind the hypervisor's own NAT; undefined: it does not tell. */
export function forwardsPorts({ capabilities, libvirtVersion }: Pick<HostView, 'capabilities' | 'libvirtVersion'>) {
  if (libvirtVersion < PASST_SINCE) return false;
  return capabilities?.enums['interface.backendType']?.includes('passt');
}

export const poolOf = ({ pools }: HostView, name: string): StoragePool | undefined =>
  pools.find((pool) => pool.name === name);

export const volumeOf = ({ volumes }: HostView, pool: string, name: string): StorageVolume | undefined =>
  volumes.find((volume) => volume.pool === pool && volume.name === name);

/** Where an image is or, as far as that is known beforehand, will be. */
export function expectedSource(view: HostView, image: ImageRef): ImageSource {
  switch (image.kind) {
    case 'url':
      return image;
    case 'path':
      return { kind: image.path.startsWith('/dev/') ? 'block' : 'file', path: image.path, format: image.format };
    case 'volume': {
      const pool = poolOf(view, image.pool);
      const there = volumeOf(view, image.pool, image.volume);
      const path = there?.path ?? `${pool?.targetPath ?? ''}/${image.volume}`;
      return sourceIn(pool, path, image.format ?? there?.format ?? 'raw');
    }
    default:
      return image satisfies never;
  }
}

/** @param path as libvirt calls the volume */
export function sourceIn(pool: Pick<StoragePool, 'type'> | undefined, path: string, format: string): ImageSource {
  if (pool?.type === 'rbd') return { kind: 'rbd', name: path };
  const known = format === 'iso' ? 'raw' : format;
  const block = pool !== undefined && (isBlockPool(pool) || ['iscsi', 'scsi', 'mpath'].includes(pool.type));
  return block ? { kind: 'block', path, format: 'raw' } : { kind: 'file', path, format: known };
}
