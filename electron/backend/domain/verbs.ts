/** The verbs of a domain, one entry each: which calls they make, on which lane, and what takes them back. */
import type { VerbId } from '../../../shared/api/contract.ts';
import { domain } from '../../../shared/api/domain.ts';
import { isActive, type Domain, type DumpFormat } from '../../../shared/model/domain.ts';
import type { PlanWarning } from '../../../shared/model/plan.ts';
import { enums, procedures } from '../../libvirt/index.ts';
import { callStep } from '../task/plan.ts';
import { verb, type VerbPlan, type VerbTable } from '../task/verb.ts';
import { deleteStep } from './delete/delete.ts';
import { domainEditVerbs } from './edit/verbs.ts';
import { jobStep } from './job.ts';
import { restartSteps } from './restart.ts';
import { domainTarget, type DomainTarget } from './target.ts';

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

/** Another verb for the same domain. */
const back = (
  { ref: { host, id } }: DomainTarget,
  verbId: VerbId,
  input: Readonly<Record<string, string | boolean>> = {},
): NonNullable<VerbPlan['inverse']> => ({ verb: verbId, input: { host, uuid: id, ...input } });

/** What of its memory is written to a disk of the host, at most. */
const memoryOf = ({ memoryKiB }: Domain): Pick<VerbPlan, 'estimate'> =>
  memoryKiB === undefined ? {} : { estimate: { bytes: memoryKiB.current * 1024 } };

const warnings = (...all: readonly (PlanWarning['code'] | false)[]): Pick<VerbPlan, 'warnings'> => ({
  warnings: all.filter((code) => code !== false).map((code) => ({ code })),
});

/** Lane `slow` for what may take long, `control` for the rest, so that force off never waits behind a start. */
export const domainVerbs: VerbTable<typeof domain> = {
  start: verb(domain.start, {
    target: domainTarget,
    plan: ({ session, dom, domain: { managedSave } }, { paused }) => ({
      steps: [callStep(session, 'slow', procedures.domainCreateWithFlags, { dom, flags: createFlags(paused) })],
      ...warnings(managedSave && 'savedState'),
    }),
  }),
  shutdown: verb(domain.shutdown, {
    target: domainTarget,
    plan: ({ session, dom }, { mode }) => {
      const args = { dom, flags: shutdownFlags[mode] };
      return { steps: [callStep(session, laneOf(mode), procedures.domainShutdownFlags, args, 'guestAsked')] };
    },
  }),
  reboot: verb(domain.reboot, {
    target: domainTarget,
    plan: ({ session, dom }, { mode }) => {
      const args = { dom, flags: rebootFlags[mode] };
      return { steps: [callStep(session, laneOf(mode), procedures.domainReboot, args, 'guestAsked')] };
    },
  }),
  restart: verb(domain.restart, {
    target: domainTarget,
    plan: (target, input) => ({
      steps: restartSteps(target, input, shutdownFlags[input.mode]),
      ...warnings(input.force && 'forcesOff'),
      estimate: { seconds: input.patienceSeconds },
    }),
  }),
  reset: verb(domain.reset, {
    target: domainTarget,
    plan: ({ session, dom }) => ({
      steps: [callStep(session, 'control', procedures.domainReset, { dom, flags: 0 })],
      ...warnings('forcesOff'),
    }),
  }),
  destroy: verb(domain.destroy, {
    target: domainTarget,
    plan: ({ session, dom }) => ({
      steps: [callStep(session, 'control', procedures.domainDestroyFlags, { dom, flags: 0 })],
      ...warnings('forcesOff'),
    }),
  }),
  suspend: verb(domain.suspend, {
    target: domainTarget,
    plan: (target) => ({
      steps: [callStep(target.session, 'control', procedures.domainSuspend, { dom: target.dom })],
      inverse: back(target, 'domain.resume'),
    }),
  }),
  resume: verb(domain.resume, {
    target: domainTarget,
    plan: (target) => ({
      steps: [callStep(target.session, 'control', procedures.domainResume, { dom: target.dom })],
      inverse: back(target, 'domain.suspend'),
    }),
  }),
  wake: verb(domain.wake, {
    target: domainTarget,
    plan: ({ session, dom }) => ({
      steps: [callStep(session, 'control', procedures.domainPmWakeup, { dom, flags: 0 })],
    }),
  }),
  save: verb(domain.save, { target: domainTarget, plan: savePlan }),
  // A domain that has a managed save image starts from it; when that fails the image stays (qemuDomainObjStart).
  restore: verb(domain.restore, {
    target: domainTarget,
    plan: (target, { paused }) => {
      const args = { dom: target.dom, flags: createFlags(paused) };
      return {
        steps: [callStep(target.session, 'slow', procedures.domainCreateWithFlags, args)],
        inverse: back(target, 'domain.save'),
      };
    },
  }),
  setAutostart: verb(domain.setAutostart, {
    target: domainTarget,
    plan: (target, { autostart }) => {
      const args = { dom: target.dom, autostart: autostart ? 1 : 0 };
      return {
        steps: [callStep(target.session, 'control', procedures.domainSetAutostart, args)],
        ...(target.domain.autostart !== autostart && {
          inverse: back(target, 'domain.setAutostart', { autostart: !autostart }),
        }),
      };
    },
  }),
  dump: verb(domain.dump, { target: domainTarget, plan: dumpPlan }),
  rename: verb(domain.rename, {
    target: domainTarget,
    plan: (target, { name }) => ({
      effect: isActive(target.domain) ? 'needsShutdown' : 'now',
      steps: [
        callStep(target.session, 'control', procedures.domainRename, { dom: target.dom, newName: name, flags: 0 }),
      ],
      inverse: back(target, 'domain.rename', { name: target.domain.name }),
    }),
  }),
  delete: verb(domain.delete, {
    target: domainTarget,
    plan: (target, input) => {
      const running = isActive(target.domain);
      return {
        effect: running && !input.force ? 'needsShutdown' : 'now',
        steps: [deleteStep(target, input)],
        ...warnings(running && input.force && 'forcesOff'),
      };
    },
  }),
  ...domainEditVerbs,
};

function savePlan(target: DomainTarget): VerbPlan {
  const { session, dom, domain: row } = target;
  return {
    steps: [
      jobStep(session, dom, 'domainManagedSave', (lane) => lane.call(procedures.domainManagedSave, { dom, flags: 0 })),
    ],
    ...memoryOf(row),
    inverse: back(target, 'domain.restore', { paused: row.state === 'paused' }),
  };
}

interface DumpInput {
  readonly path: string;
  readonly format: DumpFormat;
  readonly live: boolean;
}

function dumpPlan({ session, dom, domain: row }: DomainTarget, { path, format, live }: DumpInput): VerbPlan {
  return {
    steps: [
      jobStep(session, dom, 'domainCoreDumpWithFormat', async (lane, { log }) => {
        // A dump with the devices' state is of use to nobody but QEMU; what debuggers read is the memory.
        const flags = VIR_DUMP_MEMORY_ONLY | (live ? VIR_DUMP_LIVE : 0);
        const dumpformat = dumpFormatNumbers[format];
        await lane.call(procedures.domainCoreDumpWithFormat, { dom, to: path, dumpformat, flags });
        log('info', 'dumped', { path });
      }),
    ],
    ...memoryOf(row),
  };
}
