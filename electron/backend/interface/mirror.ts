/**
 * How a host's own interfaces are kept true: by looking, since libvirt has no event for them. On the lane that has one call under way
 * (`bridges.ts` says why), and with what was read for others a moment ago.
 */
import type { HostInterface } from '../../../shared/model/hostInterface.ts';
import type { OfHost } from '../../../shared/model/objects.ts';
import { listedRecords } from '../inventory/listedRecords.ts';
import type { MirrorDescription } from '../inventory/objectMirror.ts';
import type { HostSession } from '../session.ts';
import { listInterfaces, readInterface } from './bridges.ts';

const LIST_MS = 30_000;

export const interfaceMirror = (
  session: HostSession,
  signal: AbortSignal,
): MirrorDescription<OfHost<HostInterface>> => ({
  list: async () => listedRecords(session.config.id, await listInterfaces(session, signal)),
  readOne: async (_lanes, name) => {
    const record = { host: session.config.id, ...(await readInterface(session, name)) };
    return () => record;
  },
  events: [],
  every: LIST_MS,
});
