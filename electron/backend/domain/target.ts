/** One domain as verbs address it. */
import { appError, type ErrorObject } from '../../../shared/errors.ts';
import type { Domain, DomainRef } from '../../../shared/model/domain.ts';
import { uuidBytes } from '../../libvirt/index.ts';
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import type { HostSession, Sessions } from '../session.ts';

export interface DomainTarget {
  readonly session: HostSession;
  readonly domain: Domain;
  /** The domain on the wire. The daemon looks at the UUID only (a wrong name or id is accepted). */
  readonly dom: { readonly name: string; readonly uuid: Uint8Array; readonly id: number };
  readonly ref: ObjectRef<'domain'>;
  readonly object: ErrorObject;
}

/** @throws AppError `notFound` when the host or the domain isn't known */
export function domainTarget(sessions: Sessions, { host, uuid }: DomainRef): DomainTarget {
  const session = sessions.get(host);
  const domain = session.record('domain', uuid);
  if (domain === undefined) {
    throw appError('notFound', `no domain ${uuid} on ${session.config.name}`, {
      host: session.config.name,
      params: { uuid },
    });
  }
  const dom = { name: domain.name, uuid: uuidBytes(uuid), id: domain.id ?? -1 };
  return {
    session,
    domain,
    dom,
    ref: { host, kind: 'domain', id: uuid },
    object: { kind: 'domain', name: domain.name },
  };
}
