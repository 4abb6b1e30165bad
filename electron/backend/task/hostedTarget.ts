/** What the verbs of a noun are about whose objects a host has, known by their UUIDs. */
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import type { ObjectRecords } from '../../../shared/model/objects.ts';
import { uuidBytes } from '../../libvirt/index.ts';
import type { Sessions } from '../session.ts';
import type { Target } from './verb.ts';

/** As the inputs of verbs name it. */
interface Hosted {
  readonly host: string;
  readonly id: string;
}

type UuidKind = 'network' | 'storagePool' | 'secret';

export interface HostedTarget<K extends UuidKind> extends Target {
  readonly ref: ObjectRef<K>;
  /** Undefined while nobody follows the kind. */
  readonly record: ObjectRecords[K] | undefined;
  /** The object on the wire. The daemon looks at the UUID only; the name is for users. */
  readonly wire: { readonly name: string; readonly uuid: Uint8Array };
}

/** @returns what finds an object of the kind; it throws AppError `notFound` when the host isn't known */
export const hostedTarget =
  <K extends UuidKind>(kind: K) =>
  (sessions: Sessions, { host, id }: Hosted): HostedTarget<K> => {
    const session = sessions.get(host);
    const record = session.record(kind, id);
    const name = record?.name ?? '';
    return {
      session,
      ref: { host, kind, id },
      object: { kind, name: name || id },
      record,
      wire: { name, uuid: uuidBytes(id) },
    };
  };
