/**
 * Deleting a domain: what it would meet, and doing it. The definition goes first, then the chosen volumes: a volume is never
 * taken from under a definition that stays, nor from under a QEMU that lives.
 */
import type { DeletePlan, PlannedDeletion } from '../../../../shared/api/domain.ts';
import { AppError, appError, toAppError, toErrorData } from '../../../../shared/errors.ts';
import { diskSources, type DiskSource } from '../../../../shared/model/domainXml.ts';
import { tpm } from '../../../../shared/model/devices/tpm.ts';
import type { ImageUse, KnownVolume, Unlooked } from '../../../../shared/model/imageUse.ts';
import { nvramOf, type Nvram } from '../../../../shared/model/nvram.ts';
import type { DeletableVolume } from '../../../../shared/model/storageVolume.ts';
import { parseXml } from '../../../../shared/xml/parse.ts';
import { enums, procedures, type Connection } from '../../../libvirt/index.ts';
import { deletableVolumes } from './deletableVolumes.ts';
import type { DomainTarget } from '../target.ts';
import type { HostSession } from '../../session.ts';
import { surveyUse } from '../../storageVolume/imageSurvey.ts';
import { isLibvirt } from '../../calls/libvirtErrors.ts';
import type { Step, StepContext } from '../../task/plan.ts';

const { virDomainXMLFlags, virDomainUndefineFlagsValues: undefine } = enums;

/** What a deletion would meet. Reads only, but for making pools look what is in them. */
export async function planDeletion(target: DomainTarget, signal: AbortSignal): Promise<DeletePlan> {
  return await planOf(target, await surveyUse(target.session, signal));
}

/** The same for many domains of a host, which is looked at once. */
export async function planDeletions(
  session: HostSession,
  targets: ReadonlyMap<string, () => DomainTarget>,
  signal: AbortSignal,
): Promise<Readonly<Record<string, PlannedDeletion>>> {
  const use = await surveyUse(session, signal);
  const planned = await Promise.all(
    Array.from(targets, async ([uuid, target]): Promise<readonly [string, PlannedDeletion]> => {
      try {
        return [uuid, { kind: 'planned', plan: await planOf(target(), use) }];
      } catch (thrown) {
        return [uuid, { kind: 'failed', error: toErrorData(thrown) }];
      }
    }),
  );
  return Object.fromEntries(planned);
}

async function planOf(target: DomainTarget, use: ImageUse): Promise<DeletePlan> {
  const { session, dom, domain } = target;
  const lane = await session.lane('control');
  const [{ active }, saved, xml] = await Promise.all([
    lane.call(procedures.domainIsActive, { dom }),
    lane.call(procedures.domainHasManagedSaveImage, { dom, flags: 0 }),
    definitions(lane, target),
  ]);
  const { root } = parseXml(xml.persistent);
  const nvram = nvramOf(root);
  return {
    volumes: deletableVolumes(sourcesOf(xml), domain.uuid, use),
    unlooked: use.unlooked,
    linksFollowed: use.linksFollowed,
    running: active !== 0,
    managedSave: saved.result === 1,
    nvram: nvram?.isFile === true && use.dependents(nvram.source, domain.uuid).domains.length === 0,
    tpm: (root.child('devices')?.childrenNamed('tpm') ?? []).some((each) => tpm.type.get(each) === 'emulator'),
    snapshots: await countOf(() => lane.call(procedures.domainListAllSnapshots, { dom, needResults: 0, flags: 0 })),
    checkpoints: await countOf(() => lane.call(procedures.domainListAllCheckpoints, { dom, needResults: 0, flags: 0 })),
  };
}

interface Definitions {
  readonly persistent: string;
  readonly live: string;
}

/** A running guest may have disks that its persistent definition lacks, and the other way round. */
async function definitions(lane: Connection, { dom }: DomainTarget): Promise<Definitions> {
  const [persistent, live] = await Promise.all([
    lane.call(procedures.domainGetXmlDesc, { dom, flags: virDomainXMLFlags.VIR_DOMAIN_XML_INACTIVE }),
    lane.call(procedures.domainGetXmlDesc, { dom, flags: 0 }),
  ]);
  return { persistent: persistent.xml, live: live.xml };
}

function sourcesOf(xml: Definitions): readonly DiskSource[] {
  const byPath = new Map<string, DiskSource>();
  for (const source of [...diskSources(xml.persistent), ...diskSources(xml.live)]) byPath.set(source.path, source);
  return [...byPath.values()];
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

export interface DeleteInput {
  /** `DeletableVolume.path` of the volumes to delete with the domain. */
  readonly paths: readonly string[];
  /** Who uses them besides, and what could not be looked at, as far as the user was told. */
  readonly despite?: readonly string[] | undefined;
  /** Force off first. */
  readonly force: boolean;
}

export function deleteStep(target: DomainTarget, input: DeleteInput): Step {
  return {
    name: 'deleteDomain',
    lane: 'control',
    run: async (context) => {
      const lane = await target.session.lane('control');
      const xml = await definitions(lane, target);
      // The last version, which nobody can read afterwards; a change of just now may not have been read yet.
      await target.session.keepDefinition({ kind: 'domain', id: target.domain.uuid }, xml.persistent);
      // While the definition still is there, so that nothing is deleted if one of them must stay.
      const nvram = nvramOf(parseXml(xml.persistent).root);
      const use =
        input.paths.length === 0 && nvram === undefined ? undefined : await surveyUse(target.session, context.signal);
      const volumes = use === undefined ? [] : chosen(target, sourcesOf(xml), input, use);
      await stop(lane, target, input.force, context);
      await undefineAll(lane, target, { nvram: nvramUsers(nvram, target, use) }, context);
      await endRest(lane, target, input.force);
      await deleteVolumes(target.session, volumes, context);
    },
  };
}

/** @throws AppError `conflict`, `notFound`, `volumeInUse`, `volumeUnsure` when one of them may not go */
function chosen(
  { domain }: DomainTarget,
  sources: readonly DiskSource[],
  { paths, despite = [] }: DeleteInput,
  use: ImageUse,
): readonly Going[] {
  const rows = deletableVolumes(sources, domain.uuid, use);
  const unknown = paths.filter((path) => !rows.some((row) => row.path === path));
  if (unknown.length > 0) {
    throw appError('conflict', `no disk of the domain any more: ${unknown.join(', ')}`, {
      params: { path: unknown.join(', ') },
    });
  }
  const going = rows.filter(({ path }) => paths.includes(path));
  return going.map((row) => ({ row, volume: mayGo(row, paths, despite, use) }));
}

/** A volume that is deleted, with what speaks of its place among the others. */
interface Going {
  readonly row: DeletableVolume;
  readonly volume: KnownVolume;
}

const namesOf = (unlooked: readonly Unlooked[]): readonly string[] => unlooked.map(({ name }) => name);

function mayGo(row: DeletableVolume, paths: readonly string[], despite: readonly string[], use: ImageUse): KnownVolume {
  const volume = use.volume(row.path);
  if (volume === undefined)
    throw appError('notFound', `no storage pool holds ${row.path}`, { params: { path: row.path } });
  const unsure = namesOf(use.unlooked).filter((name) => !despite.includes(name));
  if (unsure.length > 0) {
    const unlooked = unsure.join(', ');
    throw appError('volumeUnsure', `${unlooked} could not be looked at and may need ${row.path}`, {
      params: { volume: row.path, unlooked },
      retry: true,
    });
  }
  const running = row.why === 'runsElsewhere';
  const against = [
    ...row.usedBy.filter((user) => running || !despite.includes(user)),
    ...row.above.filter((path) => !paths.includes(path)),
  ];
  if (against.length > 0) {
    const users = against.join(', ');
    throw appError('volumeInUse', `${row.path} is needed by ${users}`, { params: { volume: row.path, users } });
  }
  return volume;
}

async function isActive(lane: Connection, { dom }: DomainTarget): Promise<boolean> {
  return (await lane.call(procedures.domainIsActive, { dom })).active !== 0;
}

/** A crashed guest that is kept has its QEMU too: what counts is not the state. */
async function stop(lane: Connection, target: DomainTarget, force: boolean, { log }: StepContext): Promise<void> {
  if (!(await isActive(lane, target))) return;
  if (!force) throw appError('conflict', 'the domain is running', { params: { state: target.domain.state } });
  await lane.call(procedures.domainDestroyFlags, { dom: target.dom, flags: 0 });
  log('info', 'forcedOff');
}

/** Other domains with the same file of UEFI variables, as copies of definitions have it, and those that may have it. */
function nvramUsers(nvram: Nvram | undefined, { domain }: DomainTarget, use: ImageUse | undefined): readonly string[] {
  if (nvram === undefined || use === undefined) return [];
  return [
    ...use.dependents(nvram.source, domain.uuid).domains.map(({ name }) => name),
    ...namesOf(use.unlooked.filter(({ kind }) => kind === 'domain')),
  ];
}

/** Flags of virDomainUndefineFlags by the libvirt version that knows them, newest last; older daemons refuse what they don't know. */
const undefineFlags: readonly number[] = [
  undefine.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | undefine.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
  undefine.VIR_DOMAIN_UNDEFINE_NVRAM,
  undefine.VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
  undefine.VIR_DOMAIN_UNDEFINE_TPM,
];

interface Users {
  /** Names of other domains that need the file. */
  readonly nvram: readonly string[];
}

async function undefineAll(
  lane: Connection,
  { dom, domain }: DomainTarget,
  users: Users,
  { log }: StepContext,
): Promise<void> {
  if (!domain.persistent) return log('info', 'notPersistent');
  const keeps = users.nvram.length > 0;
  const wanted = undefineFlags.map((flag) =>
    keeps && flag === undefine.VIR_DOMAIN_UNDEFINE_NVRAM ? undefine.VIR_DOMAIN_UNDEFINE_KEEP_NVRAM : flag,
  );
  for (let known = wanted.length; ; known--) {
    const flags = wanted.slice(0, known).reduce((all, flag) => all | flag, 0);
    try {
      await lane.call(procedures.domainUndefineFlags, { dom, flags });
      log('info', 'undefined');
      if (keeps) log('info', 'nvramKept', { users: users.nvram.join(', ') });
      return;
    } catch (thrown) {
      // "unsupported flags (0x20) in function ..." is VIR_ERR_INVALID_ARG (virCheckFlags).
      if (known === 0 || !isLibvirt(thrown, 'INVALID_ARG')) throw thrown;
    }
  }
}

/** One that somebody started in between runs on without a definition, until it is off. Then it is gone. */
async function endRest(lane: Connection, target: DomainTarget, force: boolean): Promise<void> {
  try {
    if (!(await isActive(lane, target))) return;
    if (!force) throw appError('conflict', 'the domain was started meanwhile', { params: { state: 'running' } });
    await lane.call(procedures.domainDestroyFlags, { dom: target.dom, flags: 0 });
  } catch (thrown) {
    if (!isLibvirt(thrown, 'NO_DOMAIN')) throw thrown;
  }
}

/** One by one, the uppermost first; one that fails doesn't stop the others, but those it is based on stay with it. */
async function deleteVolumes(
  session: HostSession,
  going: readonly Going[],
  { log, signal }: StepContext,
): Promise<void> {
  let failed: AppError | undefined;
  const left = new Set<string>();
  for (const { row, volume } of going.toSorted((one, other) => one.row.above.length - other.row.above.length)) {
    const { pool, name, key, path } = volume;
    const params = { pool, volume: name, path };
    try {
      if (signal.aborted) throw appError('cancelled', 'cancelled by the user');
      const upper = row.above.find((each) => left.has(each));
      if (upper !== undefined)
        throw appError('volumeInUse', `${upper} is based on it`, { params: { volume: path, users: upper } });
      const lane = await session.lane('slow');
      await lane.call(procedures.storageVolDelete, { vol: { pool, name, key }, flags: 0 });
      log('info', 'volumeDeleted', params);
    } catch (thrown) {
      const error = toAppError(thrown);
      log('error', 'volumeNotDeleted', { ...params, reason: error.data.raw ?? error.message });
      failed ??= error;
      left.add(row.path);
    }
  }
  if (failed !== undefined) throw new AppError({ ...failed.data, params: { ...failed.data.params, left: left.size } });
}
