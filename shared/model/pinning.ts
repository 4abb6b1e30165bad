/** Which CPUs of the host run the vCPUs, the emulator and the I/O threads of a guest (formatdomain, "CPU Tuning"). */
import type { Values } from '../xml/property.ts';
import type { NumaCell } from './capabilities.ts';
import { cpusetText, cpusOf } from './cpuset.ts';
import type { EditValue } from './domainEdit.ts';
import { domain } from './domainProperties.ts';
import type { Finding, Fix } from './finding.ts';

const { vcpu, threads, cpuset, vcpuPins, emulatorPin, iothreads, iothreadIds, iothreadPins, numaNodes, numaMode } =
  domain;

/** What of a definition decides the pins. */
export const pinningProperties = {
  vcpu,
  threads,
  cpuset,
  vcpuPins,
  emulatorPin,
  iothreads,
  iothreadIds,
  iothreadPins,
  numaNodes,
  numaMode,
};
export type PinningValues = Values<typeof pinningProperties>;

type Changes = Readonly<Record<string, EditValue>>;

/** What is pinned: a vCPU or an I/O thread by its number, or what remains of QEMU. */
export type PinTarget =
  | { readonly kind: 'vcpu'; readonly id: number }
  | { readonly kind: 'emulator' }
  | { readonly kind: 'iothread'; readonly id: number };

export interface PinRow {
  readonly target: PinTarget;
  /** Its own pin. */
  readonly cpuset: string | undefined;
  /** Where it may run; undefined where its text is malformed, or nothing is said. */
  readonly cpus: readonly number[] | undefined;
}

/** Numbers of the I/O threads: those that are named, then as many more as there are, from 1 on (virDomainIOThreadIDDefArrayInit). */
export function iothreadIdsOf({ iothreads: count, iothreadIds: named = [] }: PinningValues): readonly number[] {
  const ids = named.flatMap(({ id }) => id ?? []);
  for (let id = 1; ids.length < (count ?? 0); id++) if (!ids.includes(id)) ids.push(id);
  return ids.toSorted((a, b) => a - b);
}

/** Everything that can be pinned, with its pins. What has none runs where `<vcpu cpuset>` says. */
export function pinRows(values: PinningValues): readonly PinRow[] {
  const row = (target: PinTarget, own: string | undefined): PinRow => {
    const text = own ?? values.cpuset;
    return { target, cpuset: own, cpus: text === undefined ? undefined : cpusOf(text) };
  };
  const vcpus = Array.from({ length: values.vcpu ?? 1 }, (_, id) => id);
  return [
    ...vcpus.map((id) => row({ kind: 'vcpu', id }, values.vcpuPins?.find((pin) => pin.vcpu === id)?.cpuset)),
    row({ kind: 'emulator' }, values.emulatorPin),
    ...iothreadIdsOf(values).map((id) =>
      row({ kind: 'iothread', id }, values.iothreadPins?.find((pin) => pin.iothread === id)?.cpuset),
    ),
  ];
}

/** Another pin; undefined takes it away. */
export function pinChanges(values: PinningValues, target: PinTarget, text: string | undefined): Changes {
  switch (target.kind) {
    case 'emulator':
      return { emulatorPin: text ?? null };
    case 'vcpu': {
      const others = (values.vcpuPins ?? []).filter((pin) => pin.vcpu !== target.id);
      return vcpuPinChanges(text === undefined ? others : [...others, { vcpu: target.id, cpuset: text }]);
    }
    case 'iothread': {
      const others = (values.iothreadPins ?? []).filter((pin) => pin.iothread !== target.id);
      const pins = text === undefined ? others : [...others, { iothread: target.id, cpuset: text }];
      const sorted = pins.toSorted((a, b) => (a.iothread ?? 0) - (b.iothread ?? 0));
      return { iothreadPins: sorted.length === 0 ? null : sorted.map((pin) => ({ ...pin })) };
    }
    default:
      return target satisfies never;
  }
}

type VcpuPin = NonNullable<PinningValues['vcpuPins']>[number];

function vcpuPinChanges(pins: readonly VcpuPin[]): Changes {
  const sorted = pins.toSorted((a, b) => (a.vcpu ?? 0) - (b.vcpu ?? 0));
  return { vcpuPins: sorted.length === 0 ? null : sorted.map((pin) => ({ ...pin })) };
}

/** One CPU of the host more or less; a row without a pin begins with that one alone. */
export function toggled({ cpuset: own }: PinRow, cpu: number): string | undefined {
  const cpus = own === undefined ? [] : (cpusOf(own) ?? []);
  const to = cpus.includes(cpu) ? cpus.filter((each) => each !== cpu) : [...cpus, cpu];
  return to.length === 0 ? undefined : cpusetText(to);
}

/** Nothing is pinned any longer. */
export const unpinned: Changes = { vcpuPins: null, emulatorPin: null, iothreadPins: null };

/** A CPU of the host, with what it shares. */
export interface HostCpu {
  readonly id: number;
  readonly node: number;
  readonly socket: number;
  /** The lowest number among the logical CPUs of its core. */
  readonly core: number;
}

/** CPUs of the host, node by node, the threads of a core side by side. */
export function hostCpus(nodes: readonly NumaCell[]): readonly HostCpu[] {
  const cpus = nodes.flatMap((node) =>
    node.cpus.map(({ id, socket = 0, siblings }): HostCpu => ({
      id,
      node: node.id,
      socket,
      core: siblings === undefined ? id : Math.min(id, ...(cpusOf(siblings) ?? [])),
    })),
  );
  return cpus.toSorted((a, b) => a.node - b.node || a.socket - b.socket || a.core - b.core || a.id - b.id);
}

/**
 * Each vCPU on a CPU of its own. A guest that has threads gets both threads of a core side by side; any other one gets whole cores
 * first, and second threads only when those are used up. More vCPUs than CPUs begin again.
 */
export function spread(values: PinningValues, cpus: readonly HostCpu[]): Changes {
  if (cpus.length === 0) return {};
  const paired = (values.threads ?? 1) > 1;
  const thread = new Map<number, number>();
  const order = cpus.map((cpu) => {
    const turn = thread.get(cpu.core) ?? 0;
    thread.set(cpu.core, turn + 1);
    return { cpu, turn };
  });
  const sorted = paired ? order : order.toSorted((a, b) => a.turn - b.turn);
  return vcpuPinChanges(
    Array.from({ length: values.vcpu ?? 1 }, (_, id) => {
      const to = sorted[id % sorted.length];
      return { vcpu: id, cpuset: String(to?.cpu.id ?? 0) };
    }),
  );
}

/** Everything on the CPUs of one node, each free to move among them. */
export function onNode(values: PinningValues, cpus: readonly HostCpu[], node: number): Changes {
  const text = cpusetText(cpus.filter((cpu) => cpu.node === node).map(({ id }) => id));
  const ids = iothreadIdsOf(values);
  return {
    ...vcpuPinChanges(Array.from({ length: values.vcpu ?? 1 }, (_, id) => ({ vcpu: id, cpuset: text }))),
    emulatorPin: text,
    iothreadPins: ids.length === 0 ? null : ids.map((iothread) => ({ iothread, cpuset: text })),
  };
}

export type PinFinding =
  | 'pinMalformed'
  | 'pinsNoSuchCpu'
  | 'pinsNoSuchIothread'
  | 'pinsOfNoVcpu'
  | 'pinsShareCpu'
  | 'pinsSeveralNodes'
  | 'memoryElsewhere';
type PinFix = 'unpin' | 'spread' | 'dropPins' | 'memoryThere';
type Found = Finding<PinFinding, PinFix>;

export function checkPinning(values: PinningValues, cpus: readonly HostCpu[]): readonly Found[] {
  return [...checkRows(values, cpus), ...checkNodes(values, cpus)];
}

function checkRows(values: PinningValues, cpus: readonly HostCpu[]): readonly Found[] {
  const rows = pinRows(values);
  const there = new Set(cpus.map(({ id }) => id));
  const malformed = rows.find(({ cpuset: own }) => own !== undefined && (cpusOf(own) ?? []).length === 0);
  const absent = rows.flatMap(({ cpus: set }) => set ?? []).filter((cpu) => there.size > 0 && !there.has(cpu));
  const ids = iothreadIdsOf(values);
  const lost = (values.iothreadPins ?? []).filter(({ iothread }) => iothread === undefined || !ids.includes(iothread));
  const beyond = (values.vcpuPins ?? []).filter(({ vcpu: id = 0 }) => id >= (values.vcpu ?? 1));
  const single = rows.flatMap(({ target, cpuset: own, cpus: set }) =>
    target.kind === 'vcpu' && own !== undefined && set?.length === 1 ? set : [],
  );
  const shared = single.filter((cpu, index) => single.indexOf(cpu) !== index);
  return [
    ...(malformed === undefined ? [] : [found('error', 'pinMalformed', { cpus: malformed.cpuset ?? '' })]),
    ...(absent.length === 0
      ? []
      : [found('error', 'pinsNoSuchCpu', { cpus: textOf(absent) }, [{ word: 'unpin', changes: unpinned }])]),
    ...(lost.length === 0
      ? []
      : [
          found('error', 'pinsNoSuchIothread', { iothread: lost.map(({ iothread }) => iothread ?? '').join(', ') }, [
            { word: 'dropPins', changes: keptIothreads(values, ids) },
          ]),
        ]),
    ...(beyond.length === 0
      ? []
      : [
          found('hint', 'pinsOfNoVcpu', { vcpus: textOf(beyond.map(({ vcpu: id = 0 }) => id)) }, [
            {
              word: 'dropPins',
              changes: vcpuPinChanges((values.vcpuPins ?? []).filter((pin) => !beyond.includes(pin))),
            },
          ]),
        ]),
    ...(shared.length === 0
      ? []
      : [
          found(
            'warning',
            'pinsShareCpu',
            { cpus: textOf(shared) },
            cpus.length >= (values.vcpu ?? 1) ? [{ word: 'spread', changes: spread(values, cpus) }] : [],
          ),
        ]),
  ];
}

function keptIothreads(values: PinningValues, ids: readonly number[]): Changes {
  const kept = (values.iothreadPins ?? []).filter(({ iothread }) => iothread !== undefined && ids.includes(iothread));
  return { iothreadPins: kept.length === 0 ? null : kept.map((pin) => ({ ...pin })) };
}

/** Pins and memory on different nodes make every access a far one. */
function checkNodes(values: PinningValues, cpus: readonly HostCpu[]): readonly Found[] {
  const nodeOf = new Map(cpus.map(({ id, node }) => [id, node]));
  const pinned = pinRows(values).filter(({ target, cpuset: own }) => target.kind === 'vcpu' && own !== undefined);
  const nodes = [...new Set(pinned.flatMap(({ cpus: set = [] }) => set.flatMap((cpu) => nodeOf.get(cpu) ?? [])))];
  const all = new Set(cpus.map(({ node }) => node));
  if (all.size < 2 || nodes.length === 0) return [];
  const memory = values.numaNodes === undefined ? undefined : cpusOf(values.numaNodes);
  if (nodes.length > 1)
    return memory === undefined ? [found('hint', 'pinsSeveralNodes', { nodes: textOf(nodes) })] : [];
  const there = textOf(nodes);
  const fix: Fix<PinFix> = {
    word: 'memoryThere',
    params: { nodes: there },
    changes: { numaMode: values.numaMode ?? 'strict', numaNodes: there },
  };
  return memory?.some((node) => nodes.includes(node)) === true
    ? []
    : [found(memory === undefined ? 'hint' : 'warning', 'memoryElsewhere', { nodes: there }, [fix])];
}

const textOf = (numbers: readonly number[]): string => cpusetText([...new Set(numbers)]);

const found = (
  level: Found['level'],
  word: PinFinding,
  params: Readonly<Record<string, number | string>>,
  fixes: readonly Fix<PinFix>[] = [],
): Found => ({ level, word, params, fixes });
