/** Reads volumes. Who uses one is told by the definitions that were seen last of the host's domains. */
import { imageUseSteps } from '../../../shared/model/imageUse.ts';
import type { Listing } from '../../../shared/model/listing.ts';
import { volumeFrom, type StorageVolume } from '../../../shared/model/storageVolume.ts';
import { procedures, type Connection } from '../../libvirt/index.ts';
import { readListing, within } from '../calls/listing.ts';
import { workInTurns } from '../calls/turns.ts';
import type { HostSession } from '../session.ts';
import { patience } from '../storagePool/patience.ts';
import { lastSeenDomains } from '../calls/lastSeenDomains.ts';

/** The volume at a path, which libvirt looks for in all pools. @throws AppError `notFound`; `timeout` where one of them holds it up */
export async function volumeAt(session: HostSession, path: string, signal: AbortSignal): Promise<Described> {
  return await patience.ask(session, path, signal, async (lane) => {
    const { vol } = await lane.call(procedures.storageVolLookupByPath, { path });
    return volumeFrom(vol.pool, (await lane.call(procedures.storageVolGetXmlDesc, { vol, flags: 0 })).xml);
  });
}

type Described = Omit<StorageVolume, 'usedBy' | 'overlays'>;
interface WireVolume {
  readonly pool: string;
  readonly name: string;
  readonly key: string;
}

export async function listVolumes(
  session: HostSession,
  name: string,
  signal: AbortSignal,
): Promise<Listing<StorageVolume>> {
  const listing = await readVolumes(session, name, signal, (_vol, xml) => volumeFrom(name, xml));
  return listing.kind === 'unavailable' ? listing : { ...listing, items: await withUsers(session, listing.items) };
}

/** The volumes the host knows of in an active pool. @param take makes of a volume's definition what is wanted of it */
export async function readVolumes<Item>(
  session: HostSession,
  name: string,
  signal: AbortSignal,
  take: (vol: WireVolume, xml: string) => Item,
): Promise<Listing<Item>> {
  return await readListing(
    () => patience.ask(session, name, signal, (lane) => volumesOf(lane, name)),
    async (vol) => {
      const bulk = await session.lane('bulk');
      const { xml } = await bulk.call(procedures.storageVolGetXmlDesc, { vol, flags: 0 }, { signal: within(signal) });
      return take(vol, xml);
    },
  );
}

/** The daemon opens an image to describe it: once the storage has answered for one, the others may go by the lane for many calls. */
async function volumesOf(lane: Connection, name: string): Promise<readonly WireVolume[]> {
  const { pool } = await lane.call(procedures.storagePoolLookupByName, { name });
  const { vols } = await lane.call(procedures.storagePoolListAllVolumes, { pool, needResults: 1, flags: 0 });
  const [vol] = vols;
  if (vol !== undefined) await lane.call(procedures.storageVolGetXmlDesc, { vol, flags: 0 }).catch(() => undefined);
  return vols;
}

async function withUsers(session: HostSession, volumes: readonly Described[]): Promise<readonly StorageVolume[]> {
  const known = volumes.map((volume) => ({ ...volume, key: volume.path }));
  const use = await workInTurns(
    imageUseSteps({ volumes: known, domains: await lastSeenDomains(session), unlooked: [] }),
  );
  return volumes.map((volume) => ({
    ...volume,
    usedBy: use
      .dependents(volume.path)
      .domains.map(({ name }) => name)
      .toSorted(),
    overlays: use.overlays(volume.path),
  }));
}
