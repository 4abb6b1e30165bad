/** What is kept true of every host, by kind: the records that lists, trees and pages show. A further noun is one line in each table. */
import type { Domain } from './domain.ts';
import type { Host } from './host.ts';
import type { HostInterface } from './hostInterface.ts';
import type { Network } from './network.ts';
import type { ListedNodeDevice } from './nodeDevice.ts';
import type { NwFilter } from './nwfilter.ts';
import type { ObjectRef } from './objectRef.ts';
import type { Secret } from './secret.ts';
import type { Snapshot } from './snapshot.ts';
import type { StoragePool } from './storagePool.ts';
import type { StorageVolume } from './storageVolume.ts';

/** Something that a host has. */
export type OfHost<T> = T & { readonly host: string };

export interface ObjectRecords {
  readonly host: Host;
  readonly domain: Domain;
  readonly network: OfHost<Network>;
  readonly storagePool: OfHost<StoragePool>;
  readonly nodeDevice: OfHost<ListedNodeDevice>;
  readonly secret: OfHost<Secret>;
  readonly interface: OfHost<HostInterface>;
  readonly nwfilter: OfHost<NwFilter>;
}

export type RecordedKind = keyof ObjectRecords;
/** Of these, the things that a host has. */
export type HostedKind = Exclude<RecordedKind, 'host'>;

/** What a record is known by ({@link ObjectRef}). */
export const refOfRecord: { readonly [K in RecordedKind]: (record: ObjectRecords[K]) => ObjectRef<K> } = {
  host: ({ id }) => ({ host: id, kind: 'host', id }),
  domain: ({ host, uuid }) => ({ host, kind: 'domain', id: uuid }),
  network: ({ host, uuid }) => ({ host, kind: 'network', id: uuid }),
  storagePool: ({ host, uuid }) => ({ host, kind: 'storagePool', id: uuid }),
  nodeDevice: ({ host, name }) => ({ host, kind: 'nodeDevice', id: name }),
  secret: ({ host, uuid }) => ({ host, kind: 'secret', id: uuid }),
  interface: ({ host, name }) => ({ host, kind: 'interface', id: name }),
  nwfilter: ({ host, name }) => ({ host, kind: 'nwfilter', id: name }),
};

const isRecordedKind = (kind: string): kind is RecordedKind => Object.hasOwn(refOfRecord, kind);

/** Kinds whose objects are kept true. */
export const recordedKinds: readonly RecordedKind[] = Object.keys(refOfRecord).filter(isRecordedKind);
export const hostedKinds: readonly HostedKind[] = recordedKinds.filter((kind) => kind !== 'host');

/** What an object of a host has: kept true under its parent, a storage pool or a domain, and only while somebody looks. */
export interface ChildRecords {
  readonly storageVolume: OfHost<StorageVolume>;
  readonly snapshot: OfHost<Snapshot>;
}

export const childKinds = ['storageVolume', 'snapshot'] as const;
export type ChildKind = (typeof childKinds)[number];

/** What a record is known by ({@link ObjectRef}). */
export const refOfChild: { readonly [K in ChildKind]: (record: ChildRecords[K]) => ObjectRef<K> } = {
  storageVolume: ({ host, pool, name }) => ({ host, kind: 'storageVolume', id: `${pool}/${name}` }),
  snapshot: ({ host, domain, name }) => ({ host, kind: 'snapshot', id: `${domain}/${name}` }),
};
