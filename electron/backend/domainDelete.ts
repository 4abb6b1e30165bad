/**
 * Deleting a domain: what it would meet, and doing it. The definition goes first, then the chosen volumes: a volume is never
 * taken from under a definition that stays.
 */
import type { DeletePlan } from '../../shared/api/domains.ts';
import { AppError, appError, toAppError } from '../../shared/errors.ts';
import { domainStates, isActive, type DomainState } from '../../shared/model/domain.ts';
import { domain as domainTable } from '../../shared/model/domainProperties.ts';
import { diskSources, type DiskSource } from '../../shared/model/domainXml.ts';
import { tpm } from '../../shared/model/devices/tpm.ts';
import type { DeletableVolume } from '../../shared/model/storageVolume.ts';
import { parseXml } from '../../shared/xml/parse.ts';
import { enums, procedures, type Connection } from '../libvirt/index.ts';
import type { DomainTarget } from './domainTarget.ts';
import type { HostSession } from './hostSession.ts';
import { isLibvirt } from './libvirtErrors.ts';
import { findVolume, namesOf, overlaysIn, usersOfPaths, withOverlays, type FoundVolume } from './volumes.ts';
import type { Step, StepContext } from './plans.ts';

const { virDomainXMLFlags, virDomainUndefineFlagsValues: undefine } = enums;

/** Paths to resolve at a time; each takes three calls of a lane that carries four. */
const AT_ONCE = 3;

/** What a deletion would meet. Reads only. */
export async function planDeletion(target: DomainTarget): Promise<DeletePlan> {
  const { session, dom } = target;
  const lane = await session.lane('control');
  const [{ state }, saved, xml] = await Promise.all([
    lane.call(procedures.domainGetState, { dom, flags: 0 }),
    lane.call(procedures.domainHasManagedSaveImage, { dom, flags: 0 }),
    definitions(lane, target),
  ]);
  const { root } = parseXml(xml.persistent);
  return {
    volumes: await describeVolumes(target, lane, uniqueSources(xml)),
    running: isActive(domainStates[state] ?? 'nostate'),
    managedSave: saved.result === 1,
    nvram: domainTable.nvram.get(root) !== undefined,
    tpm: (root.child('devices')?.childrenNamed('tpm') ?? []).some((each) => tpm.type.get(each) === 'emulator'),
    snapshots: await countOf(() => lane.call(procedures.domainListAllSnapshots, { dom, needResults: 0, flags: 0 })),
    checkpoints: await countOf(() => lane.call(procedures.domainListAllCheckpoints, { dom, needResults: 0, flags: 0 })),
  };
}

/** A running guest may have disks that its persistent definition lacks, and the other way round. */
async function definitions(
  lane: Connection,
  { dom }: DomainTarget,
): Promise<{ readonly persistent: string; readonly live: string }> {
  const [persistent, live] = await Promise.all([
    lane.call(procedures.domainGetXmlDesc, { dom, flags: virDomainXMLFlags.VIR_DOMAIN_XML_INACTIVE }),
    lane.call(procedures.domainGetXmlDesc, { dom, flags: 0 }),
  ]);
  return { persistent: persistent.xml, live: live.xml };
}

function uniqueSources(xml: { readonly persistent: string; readonly live: string }): readonly DiskSource[] {
  const byPath = new Map<string, DiskSource>();
  // The live one last: it knows the backing images.
  for (const source of [...diskSources(xml.persistent), ...diskSources(xml.live)]) byPath.set(source.path, source);
  return [...byPath.values()];
}

/** Everything about the domain's images that decides whether they may go. */
async function describeVolumes(
  target: DomainTarget,
  lane: Connection,
  sources: readonly DiskSource[],
): Promise<readonly DeletableVolume[]> {
  const found = await inTurns(sources, (source) => findVolume(lane, source));
  const bulk = await target.session.lane('bulk');
  const [users, overlays] = await Promise.all([
    usersOfPaths(target.session, target.domain.uuid),
    overlaysIn(
      bulk,
      found.flatMap((volume) => volume?.vol.pool ?? []),
    ),
  ]);
  const own = new Set(sources.flatMap((source, index) => namesOf(source, found[index])));
  return sources.map((source, index) => {
    const names = namesOf(source, found[index]);
    // Overlays that no domain uses would be ruined all the same: they are named by their path.
    const dependent = [...withOverlays(names, overlays)].filter((name) => names.includes(name) || !own.has(name));
    const usedBy = dependent.flatMap((name) => users.get(name) ?? (names.includes(name) ? [] : [name]));
    return describeVolume(source, found[index], [...new Set(usedBy)].toSorted());
  });
}

function describeVolume(
  source: DiskSource,
  found: FoundVolume | undefined,
  usedBy: readonly string[],
): DeletableVolume {
  const why = whyNot(source, found !== undefined, usedBy);
  return {
    path: source.path,
    target: source.target,
    device: deviceOf(source.device),
    ...(found && {
      pool: found.vol.pool,
      volume: found.vol.name,
      capacityBytes: found.capacityBytes,
      allocationBytes: found.allocationBytes,
    }),
    readOnly: source.readonly,
    shareable: source.shareable,
    usedBy,
    suggested: why === undefined,
    ...(why === undefined ? {} : { why }),
  };
}

function deviceOf(device: string): DeletableVolume['device'] {
  return device === 'cdrom' || device === 'floppy' || device === 'lun' ? device : 'disk';
}

function whyNot(source: DiskSource, inPool: boolean, usedBy: readonly string[]): DeletableVolume['why'] {
  if (!inPool) return 'noPool';
  if (usedBy.length > 0) return 'usedByOthers';
  if (source.device === 'cdrom' || source.device === 'floppy') return 'media';
  if (source.readonly) return 'readOnly';
  return source.shareable ? 'shareable' : undefined;
}

/** How many there are; none where the driver has no such thing. */
async function countOf(list: () => Promise<{ readonly ret: number }>): Promise<number> {
  try {
    return (await list()).ret;
  } catch (thrown) {
    if (isLibvirt(thrown, 'NO_SUPPORT', 'OPERATION_UNSUPPORTED')) return 0;
    throw thrown;
  }
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return results;
}

/** @param paths `DeletableVolume.path` of the volumes to delete with the domain */
export function deleteStep(target: DomainTarget, paths: readonly string[], force: boolean): Step {
  return {
    name: 'deleteDomain',
    lane: 'control',
    run: async (context) => {
      const lane = await target.session.lane('control');
      const xml = await definitions(lane, target);
      // The last version, which nobody can read afterwards; a change of just now may not have been read yet.
      await target.session.keepDefinition(target.domain.uuid, xml.persistent);
      const sources = uniqueSources(xml).filter(({ path }) => paths.includes(path));
      const unknown = paths.filter((path) => !sources.some((source) => source.path === path));
      if (unknown.length > 0) {
        throw appError('conflict', `no disk of the domain any more: ${unknown.join(', ')}`, {
          params: { path: unknown.join(', ') },
        });
      }
      // Looked up while the definition still is there, so that nothing is deleted if one of them can't be found.
      const volumes = await inTurns(sources, (source) => requireVolume(lane, source));
      await stop(lane, target, force, context);
      await undefineAll(lane, target, context);
      await deleteVolumes(target.session, volumes, context);
    },
  };
}

async function requireVolume(lane: Connection, source: DiskSource): Promise<FoundVolume> {
  const volume = await findVolume(lane, source);
  if (volume === undefined)
    throw appError('notFound', `no storage pool holds ${source.path}`, { params: { path: source.path } });
  return volume;
}

async function stop(lane: Connection, { dom }: DomainTarget, force: boolean, { log }: StepContext): Promise<void> {
  const { state } = await lane.call(procedures.domainGetState, { dom, flags: 0 });
  const name: DomainState = domainStates[state] ?? 'nostate';
  if (!isActive(name)) return;
  if (!force) throw appError('conflict', 'the domain is running', { params: { state: name } });
  await lane.call(procedures.domainDestroyFlags, { dom, flags: 0 });
  log('info', 'forcedOff');
}

/** Flags of virDomainUndefineFlags by the libvirt version that knows them, newest last; older daemons refuse what they don't know. */
const undefineFlags: readonly number[] = [
  undefine.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | undefine.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
  undefine.VIR_DOMAIN_UNDEFINE_NVRAM,
  undefine.VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
  undefine.VIR_DOMAIN_UNDEFINE_TPM,
];

async function undefineAll(lane: Connection, { dom, domain }: DomainTarget, { log }: StepContext): Promise<void> {
  if (!domain.persistent) return log('info', 'notPersistent');
  for (let known = undefineFlags.length; ; known--) {
    const flags = undefineFlags.slice(0, known).reduce((all, flag) => all | flag, 0);
    try {
      await lane.call(procedures.domainUndefineFlags, { dom, flags });
      return log('info', 'undefined');
    } catch (thrown) {
      // "unsupported flags (0x20) in function ..." is VIR_ERR_INVALID_ARG (virCheckFlags).
      if (known === 0 || !isLibvirt(thrown, 'INVALID_ARG')) throw thrown;
    }
  }
}

/** One by one; one that fails doesn't stop the others. */
async function deleteVolumes(
  session: HostSession,
  volumes: readonly FoundVolume[],
  { log, signal }: StepContext,
): Promise<void> {
  let failed: AppError | undefined;
  let left = 0;
  for (const { vol, path } of volumes) {
    const params = { pool: vol.pool, volume: vol.name, path };
    try {
      if (signal.aborted) throw appError('cancelled', 'cancelled by the user');
      const lane = await session.lane('slow');
      await lane.call(procedures.storageVolDelete, { vol, flags: 0 });
      log('info', 'volumeDeleted', params);
    } catch (thrown) {
      const error = toAppError(thrown);
      log('error', 'volumeNotDeleted', { ...params, reason: error.data.raw ?? error.message });
      failed ??= error;
      left++;
    }
  }
  if (failed !== undefined) throw new AppError({ ...failed.data, params: { ...failed.data.params, left } });
}
