/** Snapshots of domains (formatsnapshot). */
import { integer, oneOf, string } from '../xml/codec.ts';
import type { XmlElement } from '../xml/element.ts';
import { attribute, readAll, text } from '../xml/property.ts';

/** What the domain did then (virDomainSnapshotState in snapshot_conf.c); `disk-snapshot` tells nothing of that: its memory is not in it. */
export const snapshotStates = [
  'nostate',
  'running',
  'blocked',
  'paused',
  'shutdown',
  'shutoff',
  'crashed',
  'pmsuspended',
  'disk-snapshot',
] as const;

/** Where it is kept: in the disk's own image, in a file of its own, nowhere, or by other means than libvirt's (virDomainSnapshotLocation). */
export const snapshotPlaces = ['no', 'internal', 'external', 'manual'] as const;

export const snapshot = {
  name: text('name', string),
  description: text('description', string),
  state: text('state', oneOf(snapshotStates)),
  creationTime: text('creationTime', integer),
  parent: text('parent/name', string),
  memory: attribute('memory/@snapshot', oneOf(snapshotPlaces)),
};

export const snapshotDisk = {
  target: attribute('@name', string),
  place: attribute('@snapshot', oneOf(snapshotPlaces)),
};

export interface SnapshotDisk {
  /** In the guest: vda, sda... */
  readonly target: string;
  /** One of {@link snapshotPlaces}, or a newer libvirt's word. */
  readonly place: string;
}

export interface Snapshot {
  /** UUID of the domain that it is of. */
  readonly domain: string;
  /** Unique among those of its domain. */
  readonly name: string;
  readonly description?: string;
  /** One of {@link snapshotStates}, or a newer libvirt's word. */
  readonly state: string;
  /** Epoch seconds. */
  readonly creationTime: number;
  /** Name of the snapshot that it was made from. */
  readonly parent?: string;
  /** What the domain does now began with it. */
  readonly current: boolean;
  /** Where the guest's memory is kept: one of {@link snapshotPlaces}. */
  readonly memory: string;
  readonly disks: readonly SnapshotDisk[];
}

/** @param element the root of a snapshot's definition */
export function snapshotFrom(element: XmlElement, rest: Pick<Snapshot, 'domain' | 'current'>): Snapshot {
  const { name = '', description, state = 'nostate', creationTime = 0, parent, memory } = readAll(snapshot, element);
  const disks = (element.child('disks')?.childrenNamed('disk') ?? []).map((disk): SnapshotDisk => {
    const { target = '', place = 'no' } = readAll(snapshotDisk, disk);
    return { target, place };
  });
  return {
    ...rest,
    name,
    ...(description !== undefined && { description }),
    state,
    creationTime,
    ...(parent !== undefined && { parent }),
    memory: memory ?? 'no',
    disks,
  };
}
