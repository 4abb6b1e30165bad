/** How many vCPUs a guest has, and how they are arranged (formatdomain, "CPU Allocation", "CPU model and topology"). */
import type { Values } from '../xml/property.ts';
import type { EditValue } from './domainEdit.ts';
import { domain } from './domainProperties.ts';
import type { Finding, Fix } from './finding.ts';

const { vcpu, currentVcpu, vcpus, sockets, dies, clusters, cores, threads, osId } = domain;

/** What of a definition decides the vCPUs. */
export const cpuTopologyProperties = { vcpu, currentVcpu, vcpus, sockets, dies, clusters, cores, threads, osId };
export type CpuTopologyValues = Values<typeof cpuTopologyProperties>;

export const topologyLevels = ['sockets', 'dies', 'clusters', 'cores', 'threads'] as const;
export type TopologyLevel = (typeof topologyLevels)[number];
export type Topology = Readonly<Record<TopologyLevel, number>>;

type Changes = Readonly<Record<string, EditValue>>;

const flat: Topology = { sockets: 1, dies: 1, clusters: 1, cores: 1, threads: 1 };

/** libvirt takes one vCPU where nothing is said. */
export const maximumOf = ({ vcpu: maximum = 1 }: CpuTopologyValues): number => maximum;

/** How many the guest starts with: all, unless something else is said. */
export const currentOf = (values: CpuTopologyValues): number => values.currentVcpu ?? maximumOf(values);

/** Undefined where the definition has none: each vCPU is then a socket. */
export function topologyOf(values: CpuTopologyValues): Topology | undefined {
  if (topologyLevels.every((level) => values[level] === undefined)) return undefined;
  const { sockets: s = 1, dies: d = 1, clusters: l = 1, cores: c = 1, threads: t = 1 } = values;
  return { sockets: s, dies: d, clusters: l, cores: c, threads: t };
}

export const vcpusIn = (topology: Topology): number =>
  topologyLevels.reduce((product, level) => product * topology[level], 1);

/** All levels or none: libvirt wants sockets, cores and threads, and takes 1 for the rest (older ones don't know clusters). */
export function topologyChanges(topology: Topology | undefined): Changes {
  if (topology === undefined) return Object.fromEntries(topologyLevels.map((level) => [level, null]));
  const { dies: d, clusters: l } = topology;
  return { ...topology, dies: d === 1 ? null : d, clusters: l === 1 ? null : l };
}

/** One level changed; the others become explicit with it. */
export function levelChanges(values: CpuTopologyValues, level: TopologyLevel, to: number): Changes {
  return topologyChanges({ ...(topologyOf(values) ?? flat), [level]: to });
}

/** States of single vCPUs overrule the counts (virDomainVcpuParse): they go when a count changes. */
const withoutStates = ({ vcpus: states }: CpuTopologyValues): Changes => (states === undefined ? {} : { vcpus: null });

/** A new maximum; the guest doesn't start with more than that. */
export function maximumChanges(values: CpuTopologyValues, to: number): Changes {
  const { currentVcpu: current } = values;
  return { vcpu: to, ...(current !== undefined && current >= to && { currentVcpu: null }), ...withoutStates(values) };
}

/** How many the guest starts with, and now has while it runs. */
export function currentChanges(values: CpuTopologyValues, to: number | null): Changes {
  return { currentVcpu: to === maximumOf(values) ? null : to, ...withoutStates(values) };
}

export type TopologyPreset = 'none' | 'oneSocket' | 'twoSockets' | 'twoThreads';

/** Arrangements of so many vCPUs that are usual; those that don't divide them are left out. */
export function presetsFor(maximum: number): readonly { preset: TopologyPreset; topology: Topology | undefined }[] {
  const even = maximum % 2 === 0;
  const half = maximum / 2;
  return [
    { preset: 'none', topology: undefined },
    { preset: 'oneSocket', topology: { ...flat, cores: maximum } },
    ...(even ? [{ preset: 'twoSockets', topology: { ...flat, sockets: 2, cores: half } } as const] : []),
    ...(even ? [{ preset: 'twoThreads', topology: { ...flat, cores: half, threads: 2 } } as const] : []),
  ];
}

/** The same arrangement for another number of vCPUs: more or fewer cores, else more or fewer sockets; undefined where neither divides it. */
export function following(topology: Topology, maximum: number): Topology | undefined {
  for (const level of ['cores', 'sockets'] as const) {
    const others = vcpusIn(topology) / topology[level];
    if (maximum % others === 0) return { ...topology, [level]: maximum / others };
  }
  return undefined;
}

export interface VcpuLimits {
  /** Of the machine type. */
  readonly maximum?: number;
  /** Logical CPUs of the host. */
  readonly hostThreads?: number;
}

export type TopologyFinding =
  | 'topologyMismatch'
  | 'currentAboveMaximum'
  | 'tooManyVcpus'
  | 'moreThanHost'
  | 'vcpusAreSockets'
  | 'windowsSockets';
type TopologyFix = 'setMaximum' | 'followVcpus' | 'oneSocket' | 'noTopology' | 'setCurrent';
type Found = Finding<TopologyFinding, TopologyFix>;

/** Client editions of Windows use one or two sockets, whatever the number of cores. */
const WINDOWS_SOCKETS = 2;
const isWindows = (os: string | undefined): boolean => os !== undefined && /^https?:\/\/microsoft\.com\//.test(os);

export function checkTopology(values: CpuTopologyValues, limits: VcpuLimits): readonly Found[] {
  const maximum = maximumOf(values);
  const current = currentOf(values);
  const topology = topologyOf(values);
  const product = topology === undefined ? maximum : vcpusIn(topology);
  const sum = topology === undefined ? maximum : topology.sockets;
  return [
    ...(product === maximum || topology === undefined ? [] : [mismatch(values, topology, maximum)]),
    ...(current <= maximum
      ? []
      : [
          found('error', 'currentAboveMaximum', { current, maximum }, [
            { word: 'setCurrent', params: { count: maximum }, changes: currentChanges(values, maximum) },
            { word: 'setMaximum', params: { count: current }, changes: { vcpu: current } },
          ]),
        ]),
    ...(limits.maximum === undefined || maximum <= limits.maximum
      ? []
      : [
          found('error', 'tooManyVcpus', { maximum: limits.maximum }, [
            {
              word: 'setMaximum',
              params: { count: limits.maximum },
              changes: { ...maximumChanges(values, limits.maximum), ...topologyChanges(undefined) },
            },
          ]),
        ]),
    ...(limits.hostThreads === undefined || current <= limits.hostThreads
      ? []
      : [found('warning', 'moreThanHost', { threads: limits.hostThreads })]),
    ...(sum > WINDOWS_SOCKETS ? [manySockets(values.osId, topology, maximum, sum)] : []),
  ];
}

function mismatch(values: CpuTopologyValues, topology: Topology, maximum: number): Found {
  const product = vcpusIn(topology);
  const followed = following(topology, maximum);
  return found('error', 'topologyMismatch', { product, maximum }, [
    { word: 'setMaximum', params: { count: product }, changes: maximumChanges(values, product) },
    ...(followed === undefined ? [] : [{ word: 'followVcpus', changes: topologyChanges(followed) } as const]),
    oneSocket(maximum),
    { word: 'noTopology', changes: topologyChanges(undefined) },
  ]);
}

function manySockets(os: string | undefined, topology: Topology | undefined, maximum: number, count: number): Found {
  const fixes = [oneSocket(maximum)];
  if (isWindows(os)) return found('warning', 'windowsSockets', { count }, fixes);
  return topology === undefined
    ? found('hint', 'vcpusAreSockets', { count }, fixes)
    : found('hint', 'windowsSockets', { count }, fixes);
}

const oneSocket = (maximum: number): Fix<TopologyFix> => ({
  word: 'oneSocket',
  params: { count: maximum },
  changes: topologyChanges({ ...flat, cores: maximum }),
});

const found = (
  level: Found['level'],
  word: TopologyFinding,
  params: Readonly<Record<string, number>>,
  fixes: readonly Fix<TopologyFix>[] = [],
): Found => ({ level, word, params, fixes });
