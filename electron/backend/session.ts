/** What the rest of the backend may use of a host. Who makes it so stands in `host/`. */
import type { Duplex } from 'node:stream';
import type { AppError } from '../../shared/errors.ts';
import type { XmlKind } from '../../shared/model/domain.ts';
import type { HostConfig, HostId, HostStatus } from '../../shared/model/host.ts';
import type { ObjectRef } from '../../shared/model/objectRef.ts';
import type { HostedKind, ObjectRecords } from '../../shared/model/objects.ts';
import type { Connection } from '../libvirt/index.ts';
import type { DialOptions, ForwardTarget, Transport } from '../libvirt/transport/transport.ts';

/** The libvirt connections of a host, each for calls of one kind; what they are for is told in `host/lanes.ts`. */
export type LaneName = 'control' | 'bulk' | 'slow' | 'storage' | 'interfaces';

/** An object of the host whose session it is. */
export interface HostedRef {
  readonly kind: HostedKind;
  readonly id: string;
}

/** What verbs, consoles and the rest of the backend may use of a host. */
export interface HostSession {
  readonly config: HostConfig;
  readonly status: HostStatus;
  /** Epoch ms when the host last answered. */
  readonly lastSeen: number | undefined;
  /** @throws AppError `hostNotConnected` */
  lane(name: LaneName): Promise<Connection>;
  /** Another connection takes the place of this one, on which nothing is answered: what the host hasn't got yet fails with `cause`. */
  replaceLane(name: LaneName, connection: Connection, cause: AppError): void;
  /** A connection of its own for one byte stream; the caller closes it. */
  streamLane(signal?: AbortSignal): Promise<Connection>;
  forward(target: ForwardTarget, options?: DialOptions): Promise<Duplex>;
  /** The host's shell. @throws AppError `hostNotConnected` */
  shell(): Pick<Transport, 'shell'>;
  record<K extends HostedKind>(kind: K, id: string): ObjectRecords[K] | undefined;
  records<K extends HostedKind>(kind: K): Iterable<ObjectRecords[K]>;
  /** The last definition that was seen. */
  definition(object: HostedRef, kind: XmlKind): Promise<string | undefined>;
  /** Keeps a persistent definition that was read just now (without secrets), if it is another than the last one seen. */
  keepDefinition(object: HostedRef, xml: string): Promise<void>;
  /** Reads an object again, and what it has, where libvirt sends no event for what we changed (autostart). */
  refresh(object: Pick<ObjectRef, 'kind' | 'id'>): void;
}

/** All hosts, by id. */
export interface Sessions {
  /** @throws AppError `notFound` */
  get(host: HostId): HostSession;
}
