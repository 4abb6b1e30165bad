/** The verbs of storage volumes. */
import { storageVolume } from '../../../shared/api/storageVolume.ts';
import { appError } from '../../../shared/errors.ts';
import type { KnownDomain } from '../../../shared/model/imageUse.ts';
import type { NewVolume } from '../../../shared/model/storageVolume.ts';
import { enums, procedures, type Connection } from '../../libvirt/index.ts';
import type { HostSession } from '../session.ts';
import type { Step } from '../task/plan.ts';
import { verb, type VerbTable } from '../task/verb.ts';
import { surveyUse } from './imageSurvey.ts';
import { volumeTarget, type VolumeRef } from './target.ts';
import { newVolumeIn, volumeExists } from './volumes.ts';

export const storageVolumeVerbs: VerbTable<typeof storageVolume> = {
  create: verb(storageVolume.create, {
    target: volumeTarget,
    plan: ({ session }, input) => {
      const { host, pool, name, allocationBytes } = input;
      return {
        steps: [createStep(session, input)],
        ...(allocationBytes !== undefined && { estimate: { bytes: allocationBytes } }),
        inverse: { verb: 'storageVolume.delete', input: { host, pool, name, force: false } },
      };
    },
  }),
  delete: verb(storageVolume.delete, {
    target: volumeTarget,
    plan: ({ session }, input) => ({ steps: [deleteStep(session, input)] }),
  }),
  resize: verb(storageVolume.resize, {
    target: volumeTarget,
    plan: ({ session }, input) => ({ steps: [resizeStep(session, input)] }),
  }),
};

/** Makes a volume. @throws AppError `poolFull`, `volumeExists` */
export function createStep(session: HostSession, input: VolumeRef & NewVolume): Step {
  return {
    name: 'storageVolCreateXml',
    lane: 'slow',
    run: async ({ log }) => {
      const lane = await session.lane('slow');
      const { pool } = await lane.call(procedures.storagePoolLookupByName, { name: input.pool });
      const { available } = await lane.call(procedures.storagePoolGetInfo, { pool });
      const reserved = input.allocationBytes ?? 0;
      if (BigInt(reserved) > available)
        throw appError('poolFull', `pool ${input.pool} has ${available} bytes free`, { params: { pool: input.pool } });
      // qcow2 is reserved by its metadata only, when libvirt is asked to; on another image it can't be (storage_util.c).
      const prealloc = input.format === 'qcow2' && reserved > 0 && input.backing === undefined;
      const flags = prealloc ? enums.virStorageVolCreateFlags.VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA : 0;
      const xml = await newVolumeIn(lane, pool, input);
      await lane.call(procedures.storageVolCreateXml, { pool, xml, flags }).catch(volumeExists(input.pool, input.name));
      log('info', 'volumeCreated', { volume: input.name, pool: input.pool });
    },
  };
}

function deleteStep(session: HostSession, input: VolumeRef & { readonly force: boolean }): Step {
  return {
    name: 'storageVolDelete',
    lane: 'slow',
    run: async ({ log, signal }) => {
      const lane = await session.lane('slow');
      const { vol, path } = await find(lane, input);
      const { running, off, images } = await usersOf(session, path, signal);
      refuseUsed(input, input.force ? running : [...running, ...off, ...images]);
      await lane.call(procedures.storageVolDelete, { vol, flags: 0 });
      log('info', 'volumeDeleted', { volume: input.name, pool: input.pool, path });
    },
  };
}

function resizeStep(session: HostSession, input: VolumeRef & { readonly capacityBytes: number }): Step {
  return {
    name: 'storageVolResize',
    lane: 'slow',
    run: async ({ log, signal }) => {
      const lane = await session.lane('slow');
      const { vol, path } = await find(lane, input);
      const { capacity } = await lane.call(procedures.storageVolGetInfo, { vol });
      if (BigInt(input.capacityBytes) < capacity)
        throw appError('diskShrink', `${input.name} has ${capacity} bytes`, { params: { device: input.name } });
      // QEMU has the image open: writing to it beside QEMU would ruin it.
      refuseUsed(input, (await usersOf(session, path, signal)).running);
      await lane.call(procedures.storageVolResize, { vol, capacity: BigInt(input.capacityBytes), flags: 0 });
      log('info', 'resized', { device: input.name, bytes: input.capacityBytes });
    },
  };
}

async function find(lane: Connection, { pool: poolName, name }: VolumeRef) {
  const { pool } = await lane.call(procedures.storagePoolLookupByName, { name: poolName });
  const { vol } = await lane.call(procedures.storageVolLookupByName, { pool, name });
  const { name: path } = await lane.call(procedures.storageVolGetPath, { vol });
  return { vol, path };
}

/** The domains whose images are the volume or are based on it, and the images directly or indirectly on it that no domain has. */
async function usersOf(session: HostSession, path: string, signal: AbortSignal) {
  const { domains, images } = (await surveyUse(session, signal)).dependents(path);
  const names = (of: readonly KnownDomain[]): readonly string[] => of.map(({ name }) => name).toSorted();
  return {
    running: names(domains.filter(({ running }) => running)),
    off: names(domains.filter(({ running }) => !running)),
    images,
  };
}

function refuseUsed({ name: volume }: VolumeRef, users: readonly string[]): void {
  if (users.length === 0) return;
  const text = users.join(', ');
  throw appError('volumeInUse', `${volume} is needed by ${text}`, { params: { volume, users: text } });
}
