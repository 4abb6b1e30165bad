/**
 * Moves a disk's image to another pool. While the guest runs, libvirt copies it and follows every write until the copy is pivoted to; of a
 * guest that is off the volume is cloned and the definition pointed there. The old image goes only when the new one is in use.
 */
import { appError } from '../../../../shared/errors.ts';
import { isActive } from '../../../../shared/model/domain.ts';
import { diskSources, type DiskSource } from '../../../../shared/model/domainXml.ts';
import { editDefinition } from '../../../../shared/model/editDefinition.ts';
import { volumeFrom } from '../../../../shared/model/storageVolume.ts';
import { el } from '../../../../shared/xml/build.ts';
import { parseXml } from '../../../../shared/xml/parse.ts';
import { serializeElement, serializeXml } from '../../../../shared/xml/serialize.ts';
import { enums, procedures, type Connection } from '../../../libvirt/index.ts';
import { followBlockJob } from './blockJob.ts';
import type { DomainTarget } from '../target.ts';
import { surveyUse } from '../../storageVolume/imageSurvey.ts';
import type { Step, StepContext } from '../../task/plan.ts';
import { findVolume, newVolumeIn, type FoundVolume } from '../../storageVolume/volumes.ts';

const { virDomainBlockCopyFlags: copyFlags, virDomainBlockJobAbortFlags: abortFlags, virDomainXMLFlags } = enums;

export interface MoveInput {
  readonly target: string;
  readonly pool: string;
  readonly volume: string;
  readonly format: 'qcow2' | 'raw';
  readonly deleteSource: boolean;
  readonly limit: number;
}

type Volume = FoundVolume['vol'];

export function moveStep(target: DomainTarget, input: MoveInput): Step {
  const { session, domain } = target;
  return {
    name: 'domainBlockCopy',
    lane: 'slow',
    run: async (context) => {
      const lane = await session.lane('slow');
      const source = await sourceOf(lane, target, input);
      const old = await findVolume(lane, source);
      if (isActive(domain)) await moveRunning(lane, target, input, context);
      else await moveOff(lane, target, input, source, old, context);
      context.log('info', 'moved', { device: input.target, pool: input.pool, volume: input.volume });
      if (input.deleteSource) await deleteOld(lane, target, old, context);
    },
    cancel: async () => undefined, // the job is stopped where it is waited for
  };
}

async function sourceOf(
  lane: Connection,
  { dom, object, session }: DomainTarget,
  input: MoveInput,
): Promise<DiskSource> {
  const { xml } = await lane.call(procedures.domainGetXmlDesc, { dom, flags: 0 });
  const source = diskSources(xml).find((each) => each.target === input.target);
  if (source !== undefined) return source;
  throw appError('notFound', `no disk ${input.target} with an image`, { object, host: session.config.name });
}

async function moveRunning(
  lane: Connection,
  target: DomainTarget,
  input: MoveInput,
  context: StepContext,
): Promise<void> {
  const { dom } = target;
  const { capacity } = await lane.call(procedures.domainGetBlockInfo, { dom, path: input.target, flags: 0 });
  const vol = await createVolume(lane, input, Number(capacity));
  const job = await followBlockJob(lane, target, input.target);
  let pivoted = false;
  try {
    const { path, type } = await placeOf(lane, vol);
    const source = el('source', type === 'block' ? { dev: path } : { file: path });
    const destxml = serializeElement(el('disk', { type }, el('driver', { name: 'qemu', type: input.format }), source));
    const bandwidth = { field: 'bandwidth', value: { type: 'ullong' as const, value: BigInt(input.limit) * 1048576n } };
    await lane.call(procedures.domainBlockCopy, {
      dom,
      path: input.target,
      destxml,
      params: input.limit === 0 ? [] : [bandwidth],
      // A copy that didn't outlive a restart of the guest is what is wanted: it is pivoted to, or stopped.
      flags: copyFlags.VIR_DOMAIN_BLOCK_COPY_REUSE_EXT | copyFlags.VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB,
    });
    await job.wait(context);
    await lane.call(procedures.domainBlockJobAbort, {
      dom,
      path: input.target,
      flags: abortFlags.VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT,
    });
    pivoted = true;
  } finally {
    await job.close();
    if (!pivoted) await dropVolume(lane, vol, context);
  }
  await pointNextStart(lane, target, input, vol);
}

/** libvirt points the next start to the copy too where it finds the same disk there; where it doesn't, we do. */
async function pointNextStart(lane: Connection, target: DomainTarget, input: MoveInput, vol: Volume): Promise<void> {
  const { dom, domain } = target;
  if (!domain.persistent) return;
  const flags = virDomainXMLFlags.VIR_DOMAIN_XML_INACTIVE | virDomainXMLFlags.VIR_DOMAIN_XML_SECURE;
  const { xml } = await lane.call(procedures.domainGetXmlDesc, { dom, flags });
  const { path, type } = await placeOf(lane, vol);
  const source = diskSources(xml).find((each) => each.target === input.target);
  if (source === undefined || source.path === path) return;
  const document = parseXml(xml);
  editDefinition(document.root, [pointing(input, type, path)], { force: true });
  await lane.call(procedures.domainDefineXmlFlags, { xml: serializeXml(document), flags: 0 });
}

const pointing = (input: MoveInput, type: 'file' | 'block', path: string) => {
  const to = (value: string | null) => ({ from: null, to: value });
  const changes = {
    type: to(type),
    pool: to(null),
    volume: to(null),
    dev: to(type === 'block' ? path : null),
    file: to(type === 'file' ? path : null),
    format: to(input.format),
  };
  return { kind: 'device' as const, device: `disk:${input.target}`, changes };
};

async function moveOff(
  lane: Connection,
  target: DomainTarget,
  input: MoveInput,
  source: DiskSource,
  old: FoundVolume | undefined,
  context: StepContext,
): Promise<void> {
  if (old === undefined)
    throw appError('notInPool', `no pool of the host holds ${source.path}`, {
      object: target.object,
      host: target.session.config.name,
      params: { device: input.target },
    });
  const { pool } = await lane.call(procedures.storagePoolLookupByName, { name: input.pool });
  const xml = await newVolumeIn(lane, pool, newVolume(input, old.capacityBytes));
  const { vol } = await lane.call(procedures.storageVolCreateXmlFrom, { pool, xml, clonevol: old.vol, flags: 0 });
  try {
    await pointNextStart(lane, target, input, vol);
  } catch (thrown) {
    await dropVolume(lane, vol, context);
    throw thrown;
  }
}

async function createVolume(lane: Connection, input: MoveInput, capacity: number): Promise<Volume> {
  const { pool } = await lane.call(procedures.storagePoolLookupByName, { name: input.pool });
  const xml = await newVolumeIn(lane, pool, newVolume(input, capacity));
  return (await lane.call(procedures.storageVolCreateXml, { pool, xml, flags: 0 })).vol;
}

/** Thin: only what is written takes room. */
const newVolume = ({ volume: name, format }: MoveInput, capacityBytes: number) => ({ name, capacityBytes, format });

/** Where the new image is, and whether QEMU opens it as a file or as a device. */
async function placeOf(
  lane: Connection,
  vol: Volume,
): Promise<{ readonly path: string; readonly type: 'file' | 'block' }> {
  const { path, type } = volumeFrom(
    vol.pool,
    (await lane.call(procedures.storageVolGetXmlDesc, { vol, flags: 0 })).xml,
  );
  return { path, type: type === 'block' ? 'block' : 'file' };
}

/** A volume that nobody uses any longer; whether it went. */
async function dropVolume(lane: Connection, vol: Volume, { log }: StepContext): Promise<boolean> {
  try {
    await lane.call(procedures.storageVolDelete, { vol, flags: 0 });
    return true;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : '';
    log('warning', 'volumeNotDeleted', { volume: vol.name, pool: vol.pool, path: vol.key, reason });
    return false;
  }
}

/** Unless somebody else needs it: another domain, or an image that is based on it; or might, as far as could be looked at. */
async function deleteOld(
  lane: Connection,
  { session }: DomainTarget,
  old: FoundVolume | undefined,
  context: StepContext,
): Promise<void> {
  if (old === undefined) return context.log('warning', 'oldImageKept');
  const { name: volume, pool } = old.vol;
  const use = await surveyUse(session, context.signal);
  const { domains, images } = use.dependents(old.path);
  const users = [...domains.map(({ name }) => name), ...images].join(', ');
  if (users !== '') return context.log('warning', 'oldImageNeeded', { volume, pool, users });
  const unlooked = use.unlooked.map(({ name }) => name).join(', ');
  if (unlooked !== '') return context.log('warning', 'oldImageUnsure', { volume, pool, unlooked });
  if (!(await dropVolume(lane, old.vol, context))) return;
  context.log('info', 'volumeDeleted', { volume, pool, path: old.path });
}
