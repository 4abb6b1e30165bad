/** How anything of a host is named: by tasks, toasts, notifications, routes, dialogs, history and links. */
import { z } from 'zod';

/** Identifies a host in this program (not libvirt's host UUID: one machine may be added twice, by two URIs). */
export const hostId = z.string().min(1).max(64);
export type HostId = z.infer<typeof hostId>;

/** libvirt's nouns, and the host itself. */
export const objectKinds = [
  'host',
  'domain',
  'network',
  'storagePool',
  'storageVolume',
  'nodeDevice',
  'interface',
  'secret',
  'nwfilter',
  'snapshot',
] as const;
export type ObjectKind = (typeof objectKinds)[number];

/**
 * `id` is what libvirt knows the object by as long as it exists: the UUID of domains, networks, pools and secrets, the name of node devices,
 * interfaces and filters, `<pool>/<name>` of a volume, `<domain's UUID>/<name>` of a snapshot, and of a host its own id.
 */
export interface ObjectRef<Kind extends ObjectKind = ObjectKind> {
  readonly host: HostId;
  readonly kind: Kind;
  readonly id: string;
}

/** Of one object among those of its kind: the key in changes and tables of one kind. */
export const recordKey = ({ host, id }: Pick<ObjectRef, 'host' | 'id'>): string => `${host}/${id}`;

/** Of one object among all there are. */
export const objectKey = (ref: ObjectRef): string => `${ref.kind}/${recordKey(ref)}`;

export const isSameObject = (a: ObjectRef, b: ObjectRef): boolean =>
  a.kind === b.kind && a.host === b.host && a.id === b.id;

export const hostRef = (host: string): ObjectRef<'host'> => ({ host, kind: 'host', id: host });
