/**
 * How the volumes of a pool are kept true while somebody looks: by the events of the pool, and a list now and then, since libvirt has no event
 * for volumes. On the lane of storage, where a pool that hangs holds up nobody else.
 */
import { addAbortListener } from 'node:events';
import { AppError, appError } from '../../../shared/errors.ts';
import type { OfHost } from '../../../shared/model/objects.ts';
import type { StorageVolume } from '../../../shared/model/storageVolume.ts';
import { events, procedures, uuidBytes, uuidText, type LibvirtEvent } from '../../libvirt/index.ts';
import { isLibvirt } from '../calls/libvirtErrors.ts';
import { listedRecords } from '../inventory/listedRecords.ts';
import type { MirrorDescription, MirrorEvent, ObjectList } from '../inventory/objectMirror.ts';
import type { HostSession } from '../session.ts';
import { patience } from '../storagePool/patience.ts';
import { listVolumes } from './list.ts';

const LIST_MS = 30_000;

/** @param parent UUID of the pool */
export function storageVolumeMirror(
  session: HostSession,
  parent: string,
  signal: AbortSignal,
): MirrorDescription<OfHost<StorageVolume>> {
  const list = async (): Promise<ObjectList<OfHost<StorageVolume>>> => {
    const pool = await poolName(session, parent, signal);
    const listing = await listVolumes(session, pool, signal);
    if (listing.kind === 'unavailable' && isLibvirt(new AppError(listing.error), 'OPERATION_INVALID'))
      return { patches: [], unsure: [] }; // a pool that is off
    return listedRecords(session.config.id, listing, (name) => `${pool}/${name}`);
  };
  return {
    list,
    // Who uses one is told by all of them together.
    readOne: async (_lanes, id) => {
      const { patches } = await list();
      const [, patch] = patches.find(([each]) => each === id) ?? [];
      if (patch === undefined) throw appError('notFound', `no volume ${id} on ${session.config.name}`);
      return patch;
    },
    events: [
      poolEvent(events.storagePoolLifecycle, parent, signal),
      poolEvent(events.storagePoolRefresh, parent, signal),
    ],
    every: LIST_MS,
  };
}

/** libvirt lets nobody rename a pool, so the name that was heard of is right. */
async function poolName(session: HostSession, uuid: string, signal: AbortSignal): Promise<string> {
  const known = session.record('storagePool', uuid);
  if (known !== undefined) return known.name;
  const { pool } = await patience.ask(session, uuid, signal, (lane) =>
    lane.call(procedures.storagePoolLookupByUuid, { uuid: uuidBytes(uuid) }),
  );
  return pool.name;
}

/** An event of this pool; listened to no longer than somebody looks. */
const poolEvent = <Args extends { readonly pool: { readonly uuid: Uint8Array } }>(
  event: LibvirtEvent<Args>,
  uuid: string,
  signal: AbortSignal,
): MirrorEvent => ({
  subscribe: async (control, listener) => {
    const subscription = await control.subscribe(event, ({ pool }) => {
      if (uuidText(pool.uuid) === uuid) listener();
    });
    // What the host says to that changes nothing: nobody listens.
    addAbortListener(signal, () => void subscription.close().catch(() => undefined));
  },
});
