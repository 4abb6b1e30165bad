/** The verbs of a domain, one entry each: which calls they make, on which lane, and what takes them back. */
import type { TaskId } from '../../../shared/api/domain.ts';
import { domain } from '../../../shared/api/domain.ts';
import type { DomainRef, DumpFormat } from '../../../shared/model/domain.ts';
import type { Call } from '../../../shared/rpc/contract.ts';
import { enums, procedures } from '../../libvirt/index.ts';
import { deleteStep } from './delete/delete.ts';
import { restartSteps } from './restart.ts';
import { jobStep } from './job.ts';
import { domainTarget, type DomainTarget } from './target.ts';
import type { Sessions } from '../session.ts';
import { callStep, type Plan, type PlanRequest, type Step } from '../task/plan.ts';

const { virDomainCreateFlags, virDomainShutdownFlagValues, virDomainRebootFlagValues } = enums;
const { VIR_DUMP_LIVE, VIR_DUMP_MEMORY_ONLY } = enums.virDomainCoreDumpFlags;
const {
  VIR_DOMAIN_CORE_DUMP_FORMAT_RAW,
  VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_ZLIB,
  VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_LZO,
  VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_SNAPPY,
  VIR_DOMAIN_CORE_DUMP_FORMAT_WIN_DMP,
} = enums.virDomainCoreDumpFormat;

const dumpFormatNumbers: Readonly<Record<DumpFormat, number>> = {
  elf: VIR_DOMAIN_CORE_DUMP_FORMAT_RAW,
  'kdump-zlib': VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_ZLIB,
  'kdump-lzo': VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_LZO,
  'kdump-snappy': VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_SNAPPY,
  'win-dmp': VIR_DOMAIN_CORE_DUMP_FORMAT_WIN_DMP,
};

interface VerbPlan {
  readonly steps: readonly Step[];
  /** The verb that takes it back, with what it is told beside host and UUID. */
  readonly inverse?: { readonly verb: string; readonly input?: Readonly<Record<string, string | boolean>> };
  readonly effect?: Plan['effect'];
}

/** Makes the planner of one verb. The input is checked here too, because it may come from a record. */
const verb =
  <I extends DomainRef>(method: Call<I, TaskId>, make: (target: DomainTarget, input: I) => VerbPlan) =>
  (sessions: Sessions, request: PlanRequest): Plan => {
    const input = method.input.parse(request.input);
    const target = domainTarget(sessions, input);
    const { steps, inverse, effect = 'now' } = make(target, input);
    const { host, uuid } = input;
    return {
      request,
      host,
      hostName: target.session.config.name,
      object: target.object,
      uuid,
      effect,
      steps,
      ...(inverse === undefined ? {} : { inverse: { verb: inverse.verb, input: { host, uuid, ...inverse.input } } }),
    };
  };

const createFlags = (paused: boolean): number => (paused ? virDomainCreateFlags.VIR_DOMAIN_START_PAUSED : 0);

const shutdownFlags = {
  auto: virDomainShutdownFlagValues.VIR_DOMAIN_SHUTDOWN_DEFAULT,
  acpi: virDomainShutdownFlagValues.VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN,
  agent: virDomainShutdownFlagValues.VIR_DOMAIN_SHUTDOWN_GUEST_AGENT,
};

const rebootFlags = {
  auto: virDomainRebootFlagValues.VIR_DOMAIN_REBOOT_DEFAULT,
  acpi: virDomainRebootFlagValues.VIR_DOMAIN_REBOOT_ACPI_POWER_BTN,
  agent: virDomainRebootFlagValues.VIR_DOMAIN_REBOOT_GUEST_AGENT,
};

/** A guest agent that doesn't answer blocks its call for seconds. */
const laneOf = (mode: 'auto' | 'agent' | 'acpi') => (mode === 'acpi' ? 'control' : 'slow');

/**
 * By `noun.method`. Lane `slow` for what may take long, `control` for the rest, so that force off never waits behind a start.
 */
export const domainVerbs: Readonly<Record<string, (sessions: Sessions, request: PlanRequest) => Plan>> = {
  'domain.start': verb(domain.start, ({ session, dom }, { paused }) => ({
    steps: [callStep(session, 'slow', procedures.domainCreateWithFlags, { dom, flags: createFlags(paused) })],
  })),
  'domain.shutdown': verb(domain.shutdown, ({ session, dom }, { mode }) => ({
    steps: [
      callStep(
        session,
        laneOf(mode),
        procedures.domainShutdownFlags,
        { dom, flags: shutdownFlags[mode] },
        'guestAsked',
      ),
    ],
  })),
  'domain.reboot': verb(domain.reboot, ({ session, dom }, { mode }) => ({
    steps: [callStep(session, laneOf(mode), procedures.domainReboot, { dom, flags: rebootFlags[mode] }, 'guestAsked')],
  })),
  'domain.restart': verb(domain.restart, (target, input) => ({
    steps: restartSteps(target, input, shutdownFlags[input.mode]),
  })),
  'domain.reset': verb(domain.reset, ({ session, dom }) => ({
    steps: [callStep(session, 'control', procedures.domainReset, { dom, flags: 0 })],
  })),
  'domain.destroy': verb(domain.destroy, ({ session, dom }) => ({
    steps: [callStep(session, 'control', procedures.domainDestroyFlags, { dom, flags: 0 })],
  })),
  'domain.suspend': verb(domain.suspend, ({ session, dom }) => ({
    steps: [callStep(session, 'control', procedures.domainSuspend, { dom })],
    inverse: { verb: 'domain.resume' },
  })),
  'domain.resume': verb(domain.resume, ({ session, dom }) => ({
    steps: [callStep(session, 'control', procedures.domainResume, { dom })],
    inverse: { verb: 'domain.suspend' },
  })),
  'domain.wake': verb(domain.wake, ({ session, dom }) => ({
    steps: [callStep(session, 'control', procedures.domainPmWakeup, { dom, flags: 0 })],
  })),
  'domain.save': verb(domain.save, ({ session, dom, domain }) => ({
    steps: [
      jobStep(session, dom, 'domainManagedSave', (lane) => lane.call(procedures.domainManagedSave, { dom, flags: 0 })),
    ],
    inverse: { verb: 'domain.restore', input: { paused: domain.state === 'paused' } },
  })),
  'domain.dump': verb(domain.dump, ({ session, dom }, { path, format, live }) => ({
    steps: [
      jobStep(session, dom, 'domainCoreDumpWithFormat', async (lane, { log }) => {
        // A dump with the devices' state is of use to nobody but QEMU; what debuggers read is the memory.
        const flags = VIR_DUMP_MEMORY_ONLY | (live ? VIR_DUMP_LIVE : 0);
        const dumpformat = dumpFormatNumbers[format];
        await lane.call(procedures.domainCoreDumpWithFormat, { dom, to: path, dumpformat, flags });
        log('info', 'dumped', { path });
      }),
    ],
  })),
  // A domain that has a managed save image starts from it; when that fails the image stays (qemuDomainObjStart).
  'domain.restore': verb(domain.restore, ({ session, dom }, { paused }) => ({
    steps: [callStep(session, 'slow', procedures.domainCreateWithFlags, { dom, flags: createFlags(paused) })],
    inverse: { verb: 'domain.save' },
  })),
  'domain.setAutostart': verb(domain.setAutostart, ({ session, dom, domain }, { autostart }) => ({
    steps: [callStep(session, 'control', procedures.domainSetAutostart, { dom, autostart: autostart ? 1 : 0 })],
    ...(domain.autostart === autostart
      ? {}
      : { inverse: { verb: 'domain.setAutostart', input: { autostart: !autostart } } }),
  })),
  'domain.rename': verb(domain.rename, ({ session, dom, domain }, { name }) => ({
    steps: [callStep(session, 'control', procedures.domainRename, { dom, newName: name, flags: 0 })],
    inverse: { verb: 'domain.rename', input: { name: domain.name } },
  })),
  'domain.delete': verb(domain.delete, (target, input) => ({ steps: [deleteStep(target, input)] })),
};
