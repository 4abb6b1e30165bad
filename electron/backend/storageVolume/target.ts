/** One storage volume as verbs address it: by its pool's name and its own. */
import type { ErrorObject } from '../../../shared/errors.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import type { Sessions } from '../session.ts';
import type { Target } from '../task/verb.ts';

export interface VolumeRef {
  readonly host: HostId;
  readonly pool: string;
  readonly name: string;
}

/** What it is called by us and by users; it need not be there yet. */
export function named({ host, pool, name }: VolumeRef): { readonly ref: ObjectRef; readonly object: ErrorObject } {
  const id = `${pool}/${name}`;
  return { ref: { host, kind: 'storageVolume', id }, object: { kind: 'storageVolume', name: id } };
}

/** @throws AppError `notFound` when the host isn't known */
export const volumeTarget = (sessions: Sessions, ref: VolumeRef): Target => ({
  session: sessions.get(ref.host),
  ...named(ref),
});
