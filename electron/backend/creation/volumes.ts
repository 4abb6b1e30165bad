/** Makes the volumes of new VMs: empty, copied, linked, uploaded, downloaded. Those that several VMs share are made once. */
import { addAbortListener } from 'node:events';
import { appError, type AppError } from '../../../shared/errors.ts';
import type { DraftVolume, ImageRef, VolumeContent } from '../../../shared/model/creation/draft.ts';
import { sourceIn } from '../../../shared/model/creation/hostView.ts';
import type { ImageSource } from '../../../shared/model/creation/newDomain.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { volumeFrom } from '../../../shared/model/storageVolume.ts';
import { storagePool } from '../../../shared/model/storagePool.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { procedures, type Connection } from '../../libvirt/index.ts';
import type { MadeVolume } from './pending.ts';
import { fetchFrom } from './installTree.ts';
import type { HostSession } from '../session.ts';
import { isLibvirt } from '../calls/libvirtErrors.ts';
import type { StepContext } from '../task/plan.ts';
import { refreshPool } from '../storagePool/list.ts';
import { createStep } from '../storageVolume/verbs.ts';
import { unlessCancelled } from '../calls/unlessCancelled.ts';
import { newVolumeIn, volumeExists } from '../storageVolume/volumes.ts';
import { ChannelBytes, upload, type ByteSource } from '../storageVolume/upload.ts';

/** The bytes that windows send for the uploads of running creations. */
export class Uploads {
  readonly #waiting = new Map<string, { readonly bytes: ChannelBytes; readonly sizeBytes: number }>();

  /** For the task that reads them. */
  expect(id: string, host: HostId, sizeBytes: number): ChannelBytes {
    const bytes = new ChannelBytes();
    this.#waiting.set(`${id} ${host}`, { bytes, sizeBytes });
    return bytes;
  }

  /** For the window that sends them. @throws AppError `notFound` where nobody waits for it */
  take(id: string, host: HostId): { readonly bytes: ChannelBytes; readonly sizeBytes: number } {
    const found = this.#waiting.get(`${id} ${host}`);
    if (found === undefined)
      throw appError('notFound', `nobody waits for the upload ${id}`, { params: { upload: id } });
    this.#waiting.delete(`${id} ${host}`);
    return found;
  }

  forget(id: string, host: HostId): void {
    this.#waiting.delete(`${id} ${host}`);
  }
}

/** Fetched here, passed on as it comes. */
export class UrlBytes implements ByteSource {
  readonly #url: string;
  readonly #appendix: Uint8Array;
  readonly #stop = new AbortController();

  /** @param appendix follows what was fetched */
  constructor(url: string, appendix = new Uint8Array(0)) {
    this.#url = url;
    this.#appendix = appendix;
  }

  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    const { body } = await fetchFrom(this.#url, this.#stop.signal);
    if (body !== null) for await (const chunk of body) yield chunk;
    if (this.#appendix.length > 0) yield this.#appendix;
  }

  close(reason: AppError): void {
    this.#stop.abort(reason);
  }
}

/** Made here. */
export const ownBytes = (bytes: Uint8Array): ByteSource => ({
  read: async function* () {
    yield bytes;
  },
  close: () => undefined,
});

/** @param onLeft as of an upload */
export async function makeVolume(
  session: HostSession,
  volume: DraftVolume,
  bytes: ByteSource | undefined,
  context: StepContext,
  onLeft: () => void,
): Promise<void> {
  const { pool, volume: name, capacityBytes, allocationBytes, format, content } = volume;
  const ref = { host: session.config.id, pool, name };
  switch (content.kind) {
    case 'empty':
      return await createStep(session, { ...ref, capacityBytes, allocationBytes, format }).run(context);
    case 'image':
      if (content.mode === 'copy') return await copyImage(session, volume, content, context);
      return await linkImage(session, volume, content, context);
    case 'upload':
    case 'seed':
    case 'url': {
      const from = bytes ?? (content.kind === 'url' ? new UrlBytes(content.url) : undefined);
      if (from === undefined) throw appError('internal', `nobody sends ${name}`);
      using _listening = addAbortListener(context.signal, () =>
        from.close(appError('cancelled', 'cancelled by the user')),
      );
      return await upload(
        session,
        { pool, name, sizeBytes: capacityBytes, sha256: content.kind === 'seed' ? undefined : content.sha256 },
        from,
        context,
        onLeft,
      );
    }
    default:
      return content satisfies never;
  }
}

type FromImage = Extract<VolumeContent, { kind: 'image' }>;

async function copyImage(
  session: HostSession,
  { pool: poolName, volume, capacityBytes, allocationBytes, format }: DraftVolume,
  { image }: FromImage,
  { log }: StepContext,
): Promise<void> {
  const lane = await session.lane('slow');
  const clonevol = await lookUp(lane, image);
  await refuseLarger(lane, clonevol, capacityBytes);
  const { pool } = await lane.call(procedures.storagePoolLookupByName, { name: poolName });
  const xml = await newVolumeIn(lane, pool, { name: volume, capacityBytes, allocationBytes, format });
  const { vol } = await lane
    .call(procedures.storageVolCreateXmlFrom, { pool, xml, clonevol, flags: 0 })
    .catch(volumeExists(poolName, volume));
  log('info', 'volumeCreated', { volume, pool: poolName });
  try {
    // Some pools give the copy the size of what it is copied from.
    const { capacity } = await lane.call(procedures.storageVolGetInfo, { vol });
    if (capacity < BigInt(capacityBytes))
      await lane.call(procedures.storageVolResize, { vol, capacity: BigInt(capacityBytes), flags: 0 });
  } catch (thrown) {
    await deleteVolumes(session, [{ pool: poolName, volume }]);
    throw thrown;
  }
}

async function linkImage(
  session: HostSession,
  { pool, volume: name, capacityBytes }: DraftVolume,
  { image }: FromImage,
  context: StepContext,
): Promise<void> {
  const lane = await session.lane('slow');
  await refuseLarger(lane, await lookUp(lane, image), capacityBytes);
  const { path, format = 'raw' } = await describe(lane, image);
  const backing = { path, format: format === 'iso' ? 'raw' : format };
  const input = { host: session.config.id, pool, name, capacityBytes, format: 'qcow2' as const, backing };
  await createStep(session, input).run(context);
}

/** How large an image is that was only just uploaded, nobody knew before. */
async function refuseLarger(lane: Connection, vol: Volume, capacityBytes: number): Promise<void> {
  const { capacity } = await lane.call(procedures.storageVolGetInfo, { vol });
  if (capacity <= BigInt(capacityBytes)) return;
  const path = 'hardware.disks.0.content.capacityBytes';
  throw appError('invalidArgument', `imageLarger ${path}`, {
    operation: 'creation.create',
    params: { path, problem: 'imageLarger', bytes: Number(capacity) },
  });
}

type Volume = Awaited<ReturnType<typeof lookUp>>;

async function lookUp(lane: Connection, image: ImageRef) {
  switch (image.kind) {
    case 'url':
      throw appError('notSupported', 'an image on the web is no volume');
    case 'path':
      return (await lane.call(procedures.storageVolLookupByPath, { path: image.path })).vol;
    case 'volume': {
      const { pool } = await lane.call(procedures.storagePoolLookupByName, { name: image.pool });
      return (await lane.call(procedures.storageVolLookupByName, { pool, name: image.volume })).vol;
    }
    default:
      return image satisfies never;
  }
}

async function describe(lane: Connection, image: ImageRef) {
  const vol = await lookUp(lane, image);
  const { xml } = await lane.call(procedures.storageVolGetXmlDesc, { vol, flags: 0 });
  return volumeFrom(vol.pool, xml);
}

/**
 * Where an image is, as the host says now.
 * @param made by this creation, so that its pool knows it
 */
export async function sourceOf(
  session: HostSession,
  image: ImageRef,
  { made, signal }: { readonly made: boolean; readonly signal: AbortSignal },
): Promise<ImageSource> {
  if (image.kind === 'url') return image;
  if (image.kind === 'path') {
    const { path, format } = image;
    return { kind: path.startsWith('/dev/') ? 'block' : 'file', path, format };
  }
  // It may have been replaced since its pool was last looked into; in one that can't be looked into it is as it was known.
  if (!made) await refreshPool(session, image.pool, signal).catch(() => undefined);
  const lane = await session.lane('control');
  const { pool } = await lane.call(procedures.storagePoolLookupByName, { name: image.pool });
  const { xml } = await lane.call(procedures.storagePoolGetXmlDesc, { pool, flags: 0 });
  const { path, format } = await describe(lane, image);
  const type = storagePool.type.get(parseXml(xml).root) ?? 'dir';
  return sourceIn({ type }, path, image.format ?? format ?? 'raw');
}

/** Takes volumes away that were made; those that are gone are. */
export async function deleteVolumes(session: HostSession, volumes: readonly MadeVolume[]): Promise<void> {
  const lane = await session.lane('slow');
  for (const { pool: poolName, volume } of volumes.toReversed()) {
    try {
      const vol = await lookUp(lane, { kind: 'volume', pool: poolName, volume });
      await lane.call(procedures.storageVolDelete, { vol, flags: 0 });
    } catch (thrown) {
      if (!isLibvirt(thrown, 'NO_STORAGE_VOL', 'NO_STORAGE_POOL')) throw thrown;
    }
  }
}

interface Sharing {
  users: number;
  /** A VM that has it was made: it stays. */
  kept: boolean;
  made: Promise<void> | undefined;
  readonly stop: AbortController;
}

/** The volumes of one creation that several of its VMs use. */
export class SharedVolumes {
  readonly #all = new Map<string, Sharing>();

  /** Every VM says so before any of them begins. */
  register(key: string): void {
    const sharing = this.#all.get(key) ?? { users: 0, kept: false, made: undefined, stop: new AbortController() };
    sharing.users += 1;
    this.#all.set(key, sharing);
  }

  /** Makes it, or waits until another VM's task has. It goes on while any VM wants it. */
  async make(key: string, make: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    const sharing = this.#all.get(key);
    if (sharing === undefined) return await make(signal);
    sharing.made ??= make(sharing.stop.signal);
    await unlessCancelled(sharing.made, signal);
  }

  /**
   * A VM is done with it, well or not.
   * @returns whether it is to be deleted: it was made, and no VM wants it
   */
  async release(key: string, keep: boolean): Promise<boolean> {
    const sharing = this.#all.get(key);
    if (sharing === undefined) return !keep;
    sharing.users -= 1;
    sharing.kept ||= keep;
    if (sharing.users > 0 || sharing.kept) return false;
    sharing.stop.abort();
    return (
      (await sharing.made?.then(
        () => true,
        () => false,
      )) === true
    );
  }
}
