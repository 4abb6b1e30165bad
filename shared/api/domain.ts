import { z } from 'zod';
import type { DefinitionText } from '../model/definitionText.ts';
import { domainEdit } from '../model/domainEdit.ts';
import type { EditPlan } from '../model/editPlan.ts';
import type { ErrorData } from '../errors.ts';
import { domainRef, dumpFormats, uuid, xmlKinds, type DomainAddress } from '../model/domain.ts';
import type { Unlooked } from '../model/imageUse.ts';
import type { DeletableVolume } from '../model/storageVolume.ts';
import { hostId } from '../model/host.ts';
import { call, noun } from '../rpc/contract.ts';
import { startsTask } from './verb.ts';

export interface DeletePlan {
  readonly volumes: readonly DeletableVolume[];
  /** What might have told of further users of them; where there is any, none is suggested. */
  readonly unlooked: readonly Unlooked[];
  /** Whether the host has told which paths lead to the same file; else a user under another name may be missing. */
  readonly linksFollowed: boolean;
  readonly running: boolean;
  readonly managedSave: boolean;
  readonly nvram: boolean;
  readonly tpm: boolean;
  readonly snapshots: number;
  readonly checkpoints: number;
}

export type PlannedDeletion =
  | { readonly kind: 'planned'; readonly plan: DeletePlan }
  | { readonly kind: 'failed'; readonly error: ErrorData };

export interface Screenshot {
  readonly mime: string;
  readonly bytes: Uint8Array;
}

const ref = domainRef;
const name = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^/\n]+$/, 'no slash, no line break');

const edits = {
  edits: z.array(domainEdit).min(1).max(500),
  /** Leave the running guest alone. */
  nextStartOnly: z.boolean(),
  force: z.boolean(),
};

export const domain = noun({
  start: startsTask(ref.extend({ paused: z.boolean() })),
  /** `agent` asks the guest agent, `acpi` the power button, `auto` leaves it to the hypervisor. */
  shutdown: startsTask(ref.extend({ mode: z.enum(['auto', 'agent', 'acpi']) })),
  reboot: startsTask(ref.extend({ mode: z.enum(['auto', 'agent', 'acpi']) })),
  /**
   * Off and on again, with the definition of the next start ("restart now"; a reboot keeps the old one). The guest is asked as by
   * `shutdown`; one that is still on after `patienceSeconds` is forced off with `force`, else the task fails with `guestStaysOn`.
   */
  restart: startsTask(
    ref.extend({
      mode: z.enum(['auto', 'agent', 'acpi']),
      patienceSeconds: z.number().int().min(1).max(3600),
      force: z.boolean(),
    }),
  ),
  reset: startsTask(ref),
  /** Force off. */
  destroy: startsTask(ref),
  suspend: startsTask(ref),
  resume: startsTask(ref),
  /** From its own sleep (suspend to RAM). */
  wake: startsTask(ref),
  /** Managed save: memory to the host's disk, with progress and cancel. */
  save: startsTask(ref),
  /** Starts from the managed save image. */
  restore: startsTask(ref.extend({ paused: z.boolean() })),
  setAutostart: startsTask(ref.extend({ autostart: z.boolean() })),
  /**
   * Writes the guest's memory to a file of the host; one that is there is written over. The guest stands still meanwhile, unless `live`; one
   * that crashed and is kept can be dumped too.
   */
  dump: startsTask(
    ref.extend({
      path: z.string().startsWith('/').max(4096),
      format: z.enum(dumpFormats),
      live: z.boolean(),
    }),
  ),
  rename: startsTask(ref.extend({ name })),
  /** What the edits would do now: definitions before and after, live or at next start, risks, conflicts. Reads only. */
  planEdits: call(ref.extend(edits)).returns<EditPlan>(),
  /**
   * Makes the edits on the definition of that moment, and on the running guest what it can take. Fails with `editConflict`, having changed
   * nothing, when somebody else changed the same; `force` overwrites that. Fails with `needsShutdown`, having changed nothing, when the
   * guest runs and the plan has an effect `shutdown`: such edits can wait for it, see `waitingEdits.put`.
   */
  edit: startsTask(ref.extend(edits)),
  /** A new domain, or one that was deleted, from its XML. Refused where its UUID or name is taken: that would overwrite. */
  define: startsTask(z.object({ host: hostId, xml: z.string().min(1).max(1_000_000) })),
  /** What a deletion would meet: disks with who else uses them, snapshots, saved state. Reads only, but makes pools look what is in them. */
  deletePlan: call(ref).returns<DeletePlan>(),
  /** The same for many of a host, by UUID. */
  deletePlans: call(z.object({ host: hostId, uuids: z.array(uuid).min(1).max(10_000) })).returns<
    Readonly<Record<string, PlannedDeletion>>
  >(),
  /**
   * Undefines, then deletes the named volumes one by one; a volume that fails does not stop the others. `paths` are `DeletableVolume.path`.
   * Fails, having changed nothing, with `volumeInUse` when somebody uses one of them who is not named in `despite`, or runs on it; with
   * `volumeUnsure` when something that is not named there could not be looked at.
   */
  delete: startsTask(
    ref.extend({
      paths: z.array(z.string()).max(1000),
      despite: z.array(z.string()).max(10_000).optional(),
      force: z.boolean(),
    }),
  ),
  definition: call(ref.extend({ kind: z.enum(xmlKinds) })).returns<DefinitionText>(),
  /** Asks agent, leases and ARP side by side, each with its own short limit. */
  addresses: call(ref).returns<readonly DomainAddress[]>(),
  /** The screen now; throws `notSupported` where there is none. */
  screenshot: call(ref).returns<Screenshot>(),
  /** Presses keys together, Linux key codes (linux/input-event-codes.h), through the hypervisor. */
  sendKeys: call(ref.extend({ codes: z.array(z.number().int().min(0).max(767)).min(1).max(16) })).returns<void>(),
});
