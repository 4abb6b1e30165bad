/** How the snapshots of a domain are kept true while somebody looks: by looking, since libvirt has no event for them. */
import type { OfHost } from '../../../shared/model/objects.ts';
import { snapshotFrom, type Snapshot } from '../../../shared/model/snapshot.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { procedures, uuidBytes } from '../../libvirt/index.ts';
import { readListing, within } from '../calls/listing.ts';
import { listedRecords } from '../inventory/listedRecords.ts';
import type { MirrorDescription, MirrorLanes } from '../inventory/objectMirror.ts';
import type { HostSession } from '../session.ts';

const LIST_MS = 10_000;

/** @param domain its UUID */
export function snapshotMirror(
  session: HostSession,
  domain: string,
  signal: AbortSignal,
): MirrorDescription<OfHost<Snapshot>> {
  const host = session.config.id;
  const dom = { name: '', uuid: uuidBytes(domain), id: -1 };
  // Whole each time: another one's end makes a new parent, and going back to one makes it the current one.
  const read = async (bulk: MirrorLanes['bulk'], name: string): Promise<Snapshot> => {
    const snap = { name, dom };
    const inTime = { signal: within(signal) };
    const [{ xml }, { current }] = await Promise.all([
      bulk.call(procedures.domainSnapshotGetXmlDesc, { snap, flags: 0 }, inTime),
      bulk.call(procedures.domainSnapshotIsCurrent, { snap, flags: 0 }, inTime),
    ]);
    return snapshotFrom(parseXml(xml).root, { domain, current: current !== 0 });
  };
  return {
    list: async ({ bulk }) => {
      const listing = await readListing(
        async () => {
          const args = { dom, needResults: 1, flags: 0 };
          return (await bulk.call(procedures.domainListAllSnapshots, args, { signal: within(signal) })).snapshots;
        },
        ({ name }) => read(bulk, name),
      );
      return listedRecords(host, listing, (name) => `${domain}/${name}`);
    },
    readOne: async ({ bulk }, id) => {
      const record = { host, ...(await read(bulk, id.slice(domain.length + 1))) };
      return () => record;
    },
    events: [],
    every: LIST_MS,
  };
}
