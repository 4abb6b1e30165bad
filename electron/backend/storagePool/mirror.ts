/**
 * How storage pools are kept true: by their events, and a list now and then for what has none (autostart, or space that guests used). On the
 * lane of storage, where a pool that hangs holds up nobody else (`list.ts`).
 */
import { AppError } from '../../../shared/errors.ts';
import type { OfHost } from '../../../shared/model/objects.ts';
import type { StoragePool } from '../../../shared/model/storagePool.ts';
import { events, uuidText } from '../../libvirt/index.ts';
import { mirrorEvent, type MirrorDescription } from '../inventory/objectMirror.ts';
import type { HostSession } from '../session.ts';
import { poolsOf, readPoolOf } from './list.ts';

const LIST_MS = 60_000;

export const storagePoolMirror = (
  session: HostSession,
  signal: AbortSignal,
): MirrorDescription<OfHost<StoragePool>> => ({
  list: async () => {
    const ids = (await poolsOf(session, signal)).map(({ wire }) => uuidText(wire.uuid));
    return { patches: ids.map((id) => [id, (before) => before]), unsure: ids };
  },
  readOne: async (_lanes, id) => {
    try {
      const record = { host: session.config.id, ...(await readPoolOf(session, id, signal)) };
      return () => record;
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'timeout')) throw thrown;
      // Its storage hangs. What was known of it stays, but for its state.
      return (before) => before && { ...before, state: 'inaccessible' };
    }
  },
  events: [mirrorEvent(events.storagePoolLifecycle, ({ pool }) => uuidText(pool.uuid), true)],
  moreEvents: [mirrorEvent(events.storagePoolRefresh, ({ pool }) => uuidText(pool.uuid), false)],
  every: LIST_MS,
});
