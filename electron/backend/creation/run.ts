/** Creates prepared VMs, one task each. A task that fails or is cancelled takes away what it made, and nothing else. */
import { AppError, appError, hasTrait, toAppError } from '../../../shared/errors.ts';
import type { TaskId } from '../../../shared/api/verb.ts';
import type { CreationStepKind } from '../../../shared/model/creation/creationPlan.ts';
import type { DraftVolume, ImageRef } from '../../../shared/model/creation/draft.ts';
import type { ImageSource } from '../../../shared/model/creation/newDomain.ts';
import { serializeElement } from '../../../shared/xml/serialize.ts';
import { enums, procedures } from '../../libvirt/index.ts';
import { advanceInstallation, takeAway, wireDomain } from './install.ts';
import type { MadeVolume, PendingCreation, PendingCreations } from './pending.ts';
import { installationFor, withInstallation } from '../../../shared/model/creation/draftDefinition.ts';
import { stepKind } from '../../../shared/model/creation/draftSteps.ts';
import type { Prepared, PreparedVm } from './plan.ts';
import { paddingAfter } from '../../../shared/cpio.ts';
import { seedBytes } from './seed.ts';
import { sizeOf } from './installTree.ts';
import { deleteVolumes, makeVolume, ownBytes, SharedVolumes, sourceOf, UrlBytes, type Uploads } from './volumes.ts';
import { pause } from '../calls/pause.ts';
import type { Plan, StepContext } from '../task/plan.ts';
import { programEnds, type Tasks } from '../task/tasks.ts';
import type { ByteSource } from '../storageVolume/upload.ts';

export interface CreationRun {
  readonly tasks: Tasks;
  readonly pending: PendingCreations;
  readonly uploads: Uploads;
}

const ANSWER_MS = 20_000;
/** How often an installation is looked at. */
const LOOK_MS = 2000;

/** Starts the tasks. */
export function createAll(run: CreationRun, prepared: Prepared): readonly TaskId[] {
  const shared = new SharedVolumes();
  const bytes = new Map<string, ByteSource>();
  for (const { draft } of prepared.vms)
    for (const volume of draft.volumes.filter((each) => each.shared)) {
      const key = keyOf(draft.host, volume);
      shared.register(key);
      const { content, capacityBytes } = volume;
      if (content.kind === 'upload' && !bytes.has(key))
        bytes.set(key, run.uploads.expect(content.upload, draft.host, capacityBytes));
    }
  return prepared.vms.map((vm) => run.tasks.run(planOf(new Creation(run, prepared, vm, shared, bytes))));
}

const keyOf = (host: string, { pool, volume }: DraftVolume): string => `${host} ${pool}/${volume}`;

const planOf = (creation: Creation): Plan => ({
  request: { verb: 'creation.create', input: null },
  ref: { host: creation.vm.draft.host, kind: 'domain', id: creation.vm.uuid },
  object: { kind: 'domain', name: creation.vm.draft.name },
  hostName: creation.vm.session.config.name,
  effect: 'now',
  // Passwords, and bytes that a window sends.
  once: true,
  steps: [
    {
      name: 'creation.create',
      lane: 'slow',
      run: (context) => creation.run(context),
      // The signal says it.
      cancel: () => Promise.resolve(),
    },
  ],
});

class Creation {
  readonly vm: PreparedVm;
  readonly #run: CreationRun;
  readonly #prepared: Prepared;
  readonly #shared: SharedVolumes;
  readonly #bytes: ReadonlyMap<string, ByteSource>;
  #record: PendingCreation;

  constructor(
    run: CreationRun,
    prepared: Prepared,
    vm: PreparedVm,
    shared: SharedVolumes,
    bytes: ReadonlyMap<string, ByteSource>,
  ) {
    this.#run = run;
    this.#prepared = prepared;
    this.vm = vm;
    this.#shared = shared;
    this.#bytes = bytes;
    const { name, host } = vm.draft;
    this.#record = { uuid: vm.uuid, name, host, stage: 'making', volumes: [], domain: false, temporary: [] };
  }

  async run(context: StepContext): Promise<void> {
    await this.#keep({});
    try {
      await this.#volumes(context);
      await this.#domain(context);
      throwIfCancelled(context.signal);
      if (this.#record.installation?.endsWithReboot === true && this.#prepared.request.start)
        await this.#installed(context);
      else if (this.#record.installation === undefined) await this.#finish(context);
      await this.#release(true);
    } catch (thrown) {
      // What is being installed goes on without the program, which takes it up again.
      const goesOn = context.signal.reason === programEnds && this.#record.stage !== 'making';
      if (!goesOn) {
        // Should the host be out of reach: then it is taken away when it is back.
        await this.#keep({ stage: 'making' });
        await this.#giveUp(context);
      }
      throw thrown;
    }
  }

  /** What it ended with is what is told, not that the host couldn't be asked to forget it. */
  async #giveUp({ log }: StepContext): Promise<void> {
    const { session, uuid, draft } = this.vm;
    try {
      await this.#release(false);
      await takeAway(session, this.#record);
      await this.#run.pending.drop(uuid);
    } catch (thrown) {
      log('warning', 'creation.cleansLater', { object: draft.name, why: toAppError(thrown).message });
    }
  }

  async #keep(change: Partial<PendingCreation>): Promise<void> {
    this.#record = { ...this.#record, ...change };
    await this.#run.pending.put(this.#record);
  }

  #begin(kind: CreationStepKind, { log, signal, progress }: StepContext, object: string): void {
    throwIfCancelled(signal);
    progress({});
    log('info', `creation.${kind}`, { object });
  }

  async #volumes(context: StepContext): Promise<void> {
    const { session, draft } = this.vm;
    for (const volume of draft.volumes) {
      const name = { pool: volume.pool, volume: volume.volume };
      this.#begin(stepKind(volume), context, `${volume.pool}/${volume.volume}`);
      if (volume.shared) {
        const key = keyOf(draft.host, volume);
        const make = (signal: AbortSignal): Promise<void> =>
          this.#recorded(name, false, signal, (onLeft) =>
            makeVolume(session, volume, this.#bytes.get(key), { ...context, signal }, onLeft),
          );
        await this.#shared.make(key, make, context.signal);
      } else {
        const [sized, bytes] = await this.#withSeed(volume);
        await this.#recorded(name, true, context.signal, (onLeft) =>
          makeVolume(session, sized, bytes, context, onLeft),
        );
        if (volume.temporary) await this.#keep({ temporary: [...this.#record.temporary, name] });
      }
    }
  }

  /**
   * Makes a volume that is in the record while it is being made, so that it is taken away should the program end meanwhile.
   * @param own in the record for good; not so those that other VMs use too
   */
  async #recorded(
    name: MadeVolume,
    own: boolean,
    signal: AbortSignal,
    make: (onLeft: () => void) => Promise<void>,
  ): Promise<void> {
    const before = this.#record.volumes;
    await this.#keep({ volumes: [...before, name] });
    let left = false;
    try {
      await make(() => (left = true));
    } catch (thrown) {
      // What makes volumes takes back what didn't get whole, unless the host was out of reach; one of this name may be somebody else's.
      if (!left && !isAway(thrown, signal)) await this.#keep({ volumes: before });
      throw thrown;
    }
    if (!own) await this.#keep({ volumes: before });
  }

  /** The volume with the seed's bytes, which have their length only now that passwords are hashed. */
  async #withSeed(volume: DraftVolume): Promise<readonly [DraftVolume, ByteSource | undefined]> {
    const { content } = volume;
    if (content.kind !== 'seed' && !(content.kind === 'url' && content.appendix)) return [volume, undefined];
    const seed = await this.vm.seed();
    if (seed === undefined) throw appError('internal', 'a volume for a seed that is none');
    const bytes = seedBytes(seed);
    if (content.kind === 'seed') return [{ ...volume, capacityBytes: bytes.length }, ownBytes(bytes)];
    const length = await sizeOf(content.url, AbortSignal.timeout(ANSWER_MS));
    const appendix = Buffer.concat([paddingAfter(length), bytes]);
    return [{ ...volume, capacityBytes: length + appendix.length }, new UrlBytes(content.url, appendix)];
  }

  /** Says of the shared volumes that this VM has them, or doesn't want them any more. */
  async #release(keep: boolean): Promise<void> {
    const { session, draft } = this.vm;
    for (const volume of draft.volumes.filter((each) => each.shared)) {
      const { pool, volume: name, temporary, content } = volume;
      if (content.kind === 'upload') this.#run.uploads.forget(content.upload, draft.host);
      if (await this.#shared.release(keyOf(draft.host, volume), keep && !temporary))
        await deleteVolumes(session, [{ pool, volume: name }]);
    }
  }

  async #domain(context: StepContext): Promise<void> {
    const { session, draft, definition, uuid } = this.vm;
    const { start, autostart } = this.#prepared.request;
    this.#begin('define', context, draft.name);
    const found = new Map<ImageRef, ImageSource>();
    const { signal } = context;
    for (const image of imagesOf(draft))
      found.set(image, await sourceOf(session, image, { made: isMade(draft, image), signal }));
    const where = (image: ImageRef): ImageSource => {
      const source = found.get(image);
      if (source === undefined) throw appError('internal', 'an image that nobody looked up');
      return source;
    };
    const installation = installationFor(draft, where);
    const lane = await session.lane('slow');
    const finished = serializeElement(definition(where));
    const installing = installation && withInstallation(definition(where), installation);
    const xml = start ? finished : (installing ?? finished);
    const flags = enums.virDomainDefineFlags.VIR_DOMAIN_DEFINE_VALIDATE;
    await lane.call(procedures.domainDefineXmlFlags, { xml, flags }).catch(nameTaken(draft.name));
    await this.#keep({ domain: true, ...(installation && { installation }) });
    const dom = wireDomain(draft.name, uuid);
    if (autostart) await lane.call(procedures.domainSetAutostart, { dom, autostart: 1 });
    if (start) {
      this.#begin('start', context, draft.name);
      // What it runs with now is not what it is defined as: after the installation it starts without.
      if (installing === undefined) await lane.call(procedures.domainCreate, { dom });
      else await lane.call(procedures.domainCreateXml, { xmlDesc: installing, flags: 0 });
    }
    if (installation !== undefined) await this.#keep({ stage: start ? 'installing' : 'defined' });
    if (start && installation?.endsWithReboot === false) this.#begin('firstBoot', context, draft.name);
  }

  /** Until the guest has rebooted from what was installed. Connections may break meanwhile. */
  async #installed(context: StepContext): Promise<void> {
    const { session, draft, uuid } = this.vm;
    this.#begin('install', context, draft.name);
    for (;;) {
      await pause(LOOK_MS, context.signal);
      throwIfCancelled(context.signal);
      const pending = this.#run.pending.get(uuid);
      if (pending === undefined) return;
      if (session.status.kind !== 'connected') continue;
      await advanceInstallation(session, pending, this.#run.pending);
    }
  }

  async #finish(context: StepContext): Promise<void> {
    const { temporary } = this.#record;
    if (temporary.length > 0) {
      this.#begin('cleanUp', context, this.vm.draft.name);
      await deleteVolumes(this.vm.session, temporary);
    }
    await this.#run.pending.drop(this.vm.uuid);
  }
}

function imagesOf({ disks, installation, fixedMedia }: PreparedVm['draft']): readonly ImageRef[] {
  const { media = [], kernel } = installation ?? {};
  return [...disks, ...fixedMedia, ...media, ...(kernel ? [kernel.kernel, kernel.initrd] : [])];
}

/** Its pool knows it as it is: it was made just now. */
const isMade = ({ volumes }: PreparedVm['draft'], image: ImageRef): boolean =>
  image.kind === 'volume' && volumes.some(({ pool, volume }) => pool === image.pool && volume === image.volume);

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw appError('cancelled', 'cancelled by the user');
}

/**
 * Nobody there who could have taken back what was being made. Calls under way when their connection is closed fail as cancelled, though
 * nobody cancelled.
 */
const isAway = (thrown: unknown, signal: AbortSignal): boolean =>
  thrown instanceof AppError && (hasTrait(thrown, 'away') || (thrown.data.code === 'cancelled' && !signal.aborted));

/** Somebody else was quicker. */
const nameTaken =
  (name: string) =>
  (thrown: unknown): never => {
    if (thrown instanceof AppError && thrown.data.libvirt?.code === enums.virErrorNumber.VIR_ERR_DOM_EXIST)
      throw new AppError({ ...thrown.data, code: 'nameTaken', params: { name } });
    throw thrown;
  };
