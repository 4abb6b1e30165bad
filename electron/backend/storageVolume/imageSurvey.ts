/**
 * Looks at everything on a host that may use an image: every domain, defined or running, by its definitions; every volume of every
 * active pool, after the pool has looked at what is in it. Deleting relies on this, so what could not be looked at is told.
 */
import { hasTrait, toAppError, type AppError } from '../../../shared/errors.ts';
import { domainImages } from '../../../shared/model/domainImages.ts';
import {
  imageUseSteps,
  type ImageFacts,
  type ImageUse,
  type KnownDomain,
  type KnownVolume,
  type Unlooked,
} from '../../../shared/model/imageUse.ts';
import type { StoragePool } from '../../../shared/model/storagePool.ts';
import { knownVolume } from '../../../shared/model/storageVolume.ts';
import { readFileIds } from '../../libvirt/fileIds.ts';
import { enums, procedures, uuidText, type Connection, type WireDomain } from '../../libvirt/index.ts';
import type { HostSession } from '../session.ts';
import { isLibvirt } from '../calls/libvirtErrors.ts';
import { isHostsAnswer, sideBySide, within } from '../calls/listing.ts';
import { listPools, refreshPool } from '../storagePool/list.ts';
import { readVolumes } from './list.ts';
import { workInTurns } from '../calls/turns.ts';
import { unlessCancelled } from '../calls/unlessCancelled.ts';

const { VIR_DOMAIN_XML_INACTIVE } = enums.virDomainXMLFlags;

/** @throws AppError when the connection breaks or the host has no list of domains; `cancelled` */
export const surveyUse = async (session: HostSession, signal: AbortSignal): Promise<ImageUse> =>
  await workInTurns(imageUseSteps(await surveyImages(session, signal)));

async function surveyImages(session: HostSession, signal: AbortSignal): Promise<ImageFacts> {
  const [domains, storage] = await Promise.all([surveyDomains(session, signal), surveyPools(session, signal)]);
  const facts = {
    volumes: storage.volumes,
    domains: domains.known,
    unlooked: [...storage.unlooked, ...domains.unlooked],
  };
  const files = await filesOf(session, facts, signal);
  return { ...facts, ...(files && { files }) };
}

/** A dead NFS server holds up whoever looks at its files. */
const FILES_MS = 10_000;

/** Undefined where the host has no shell for us, or didn't answer. */
async function filesOf(
  session: HostSession,
  { volumes, domains }: ImageFacts,
  signal: AbortSignal,
): Promise<ImageFacts['files']> {
  const chains = domains.flatMap(({ images }) => images.flatMap((each) => each.chains));
  const names = [
    ...volumes.flatMap(({ path, backingPath }) => [path, ...(backingPath === undefined ? [] : [backingPath])]),
    ...chains.flatMap(({ images }) => images),
  ];
  const paths = [...new Set(names)].filter((name) => name.startsWith('/'));
  const late = AbortSignal.timeout(FILES_MS);
  try {
    return await unlessCancelled(
      readFileIds(session.shell(), paths, AbortSignal.any([signal, late])),
      AbortSignal.any([signal, late]),
    );
  } catch (thrown) {
    if (signal.aborted || !isPassing(toAppError(thrown))) throw thrown;
    return undefined;
  }
}

/** A host without these commands, or one that takes too long; not a connection that broke. */
const isPassing = (error: AppError): boolean => !hasTrait(error, 'away');

/** Somebody waits for the answer: a pool that takes longer to look through counts as not looked at. */
const REFRESH_MS = 30_000;

async function surveyPools(
  session: HostSession,
  signal: AbortSignal,
): Promise<{ readonly volumes: readonly KnownVolume[]; readonly unlooked: readonly Unlooked[] }> {
  const listing = await listPools(session, signal);
  if (listing.kind === 'unavailable') return { volumes: [], unlooked: [] };
  const unread = listing.unread.map(({ name }): Unlooked => ({ kind: 'pool', name, why: 'unread' }));
  const looked = await Promise.all(listing.items.map((pool) => surveyPool(session, pool, signal)));
  return {
    volumes: looked.flatMap(({ volumes }) => volumes),
    unlooked: [...unread, ...looked.flatMap(({ unlooked }) => unlooked)],
  };
}

interface LookedPool {
  readonly volumes: readonly KnownVolume[];
  readonly unlooked: readonly Unlooked[];
}

async function surveyPool(
  session: HostSession,
  { name, state }: StoragePool,
  signal: AbortSignal,
): Promise<LookedPool> {
  if (state === 'inactive') return { volumes: [], unlooked: [{ kind: 'pool', name, why: 'inactive' }] };
  const unread: Unlooked = { kind: 'pool', name, why: 'unread' };
  const refreshed = await refreshPool(session, name, signal, REFRESH_MS).then(() => true, orUnread);
  const listing = await readVolumes(session, name, signal, (vol, xml) =>
    knownVolume({ ...vol, pool: name }, xml),
  ).catch(orUnread);
  if (listing === false || listing.kind === 'unavailable') return { volumes: [], unlooked: [unread] };
  // What it knew before may be old, but is better than nothing.
  const complete = refreshed && listing.unread.length === 0;
  return { volumes: listing.items, unlooked: complete ? [] : [unread] };
}

/** What the host says of a pool, or doesn't say in time, is about that pool; a connection that broke is about all. */
function orUnread(thrown: unknown): false {
  if (!isHostsAnswer(thrown)) throw thrown;
  return false;
}

interface LookedDomain {
  readonly known: readonly KnownDomain[];
  readonly unlooked: readonly Unlooked[];
}

async function surveyDomains(session: HostSession, signal: AbortSignal): Promise<LookedDomain> {
  const lane = await session.lane('bulk');
  const { domains } = await lane.call(procedures.connectListAllDomains, { needResults: 1, flags: 0 });
  const looked = await sideBySide(domains, (dom) => surveyDomain(lane, dom, signal));
  return { known: looked.flatMap(({ known }) => known), unlooked: looked.flatMap(({ unlooked }) => unlooked) };
}

/** What it has now and what it has from its next start. The live definition tells what its images are based on. */
async function surveyDomain(lane: Connection, dom: WireDomain, signal: AbortSignal): Promise<LookedDomain> {
  const running = dom.id >= 0;
  const { name } = dom;
  try {
    const texts = await Promise.all(
      (running ? [0, VIR_DOMAIN_XML_INACTIVE] : [VIR_DOMAIN_XML_INACTIVE]).map((flags) =>
        lane.call(procedures.domainGetXmlDesc, { dom, flags }, { signal: within(signal) }),
      ),
    );
    const images = texts.map(({ xml }) => domainImages(xml));
    return { known: [{ uuid: uuidText(dom.uuid), name, running, images }], unlooked: [] };
  } catch (thrown) {
    // Gone since it was listed: nobody's user any more.
    if (isLibvirt(thrown, 'NO_DOMAIN')) return { known: [], unlooked: [] };
    // One that doesn't answer, or whose text can't be read, may use anything; a connection that broke is about all.
    if (!isHostsAnswer(thrown) && toAppError(thrown).code !== 'invalidArgument') throw thrown;
    return { known: [], unlooked: [{ kind: 'domain', name }] };
  }
}
