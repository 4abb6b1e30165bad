/** How much memory a guest has, what it can grow to, and what backs it (formatdomain, "Memory Allocation", "Memory Backing"). KiB. */
import type { XmlElement } from '../xml/element.ts';
import { readAll, type Values } from '../xml/property.ts';
import { filesystem } from './devices/filesystem.ts';
import { deviceElements } from './devices/index.ts';
import { networkInterface } from './devices/interface.ts';
import { memballoon } from './devices/memballoon.ts';
import { memory as memoryDevice } from './devices/memory.ts';
import type { EditValue } from './domainEdit.ts';
import { domain } from './domainProperties.ts';
import type { Finding, Fix } from './finding.ts';
import { cellChanges, cellMemory, scaledCells } from './numaCells.ts';

const { vcpu, memory, currentMemory, maxMemory, maxMemorySlots, hugepages, hugepageSizes } = domain;
const { memoryBacking, memoryAccess, numaCells } = domain;

/** What of a definition decides them. */
export const memoryProperties = {
  vcpu,
  memory,
  currentMemory,
  maxMemory,
  maxMemorySlots,
  hugepages,
  hugepageSizes,
  memoryBacking,
  memoryAccess,
  numaCells,
};
export type MemoryValues = Values<typeof memoryProperties>;

type Changes = Readonly<Record<string, EditValue>>;

/** What devices do to it. */
export interface MemoryDevices {
  /** KiB of pluggable modules, part of the maximum. */
  readonly modules: number;
  readonly moduleCount: number;
  readonly hasBalloon: boolean;
  /** Programs of the host that share the guest's memory: 'virtiofs', 'vhostuser'. */
  readonly sharers: readonly string[];
}

export function memoryDevicesOf(root: XmlElement): MemoryDevices {
  const devices = deviceElements(root);
  const named = (name: string): readonly XmlElement[] => devices.filter((each) => each.name === name);
  const modules = named('memory').map((each) => readAll(memoryDevice, each).size ?? 0);
  return {
    modules: modules.reduce((a, b) => a + b, 0),
    moduleCount: modules.length,
    // libvirt adds one where nothing is said.
    hasBalloon: !named('memballoon').some((each) => memballoon.model.get(each) === 'none'),
    sharers: [
      ...(named('filesystem').some((each) => filesystem.driver.get(each) === 'virtiofs') ? ['virtiofs'] : []),
      ...(named('interface').some((each) => networkInterface.type.get(each) === 'vhostuser') ? ['vhostuser'] : []),
    ],
  };
}

/** All that the guest has when the balloon is empty. */
export const maximumMemory = ({ memory: size = 0 }: MemoryValues): number => size;

/** What it has; the balloon holds the rest. */
export const currentMemoryOf = (values: MemoryValues): number => values.currentMemory ?? maximumMemory(values);

/** A new maximum. What was all of it before is so afterwards; cells keep their proportions, because they decide the sum. */
export function maximumMemoryChanges(values: MemoryValues, { modules }: MemoryDevices, to: number): Changes {
  const { currentMemory: current, numaCells: cells = [], maxMemory: limit } = values;
  const follows = current !== undefined && (current === values.memory || current > to);
  return {
    memory: to,
    ...(follows && { currentMemory: to }),
    ...(cells.length > 0 && scaledCells(values, Math.max(0, to - modules))),
    ...(limit !== undefined && limit < to && { maxMemory: to }),
  };
}

const MIB = 1024;
const GIB = 1024 * MIB;
const SLOTS = 16;

/** Room for modules, or none; libvirt wants the size and the number of slots together. */
export function hotplugChanges(values: MemoryValues, on: boolean): Changes {
  if (!on) return { maxMemory: null, maxMemorySlots: null };
  const doubled = Math.ceil((2 * maximumMemory(values)) / GIB) * GIB;
  return { maxMemory: values.maxMemory ?? doubled, maxMemorySlots: values.maxMemorySlots ?? SLOTS, ...oneCell(values) };
}

/** Modules are plugged into a cell: QEMU wants one at least. */
function oneCell({ numaCells: cells = [], vcpu: count = 1, memory: size = 0 }: MemoryValues): Changes {
  if (cells.length > 0) return {};
  return { numaCells: [{ id: 0, cpus: count === 1 ? '0' : `0-${count - 1}`, memory: size }] };
}

/** Ordinary pages (undefined), huge ones of the host's usual size (null), or of a size in KiB. */
export function pageChanges(size: number | null | undefined): Changes {
  if (size === undefined) return { hugepageSizes: null, hugepages: null };
  return size === null ? { hugepageSizes: null, hugepages: true } : { hugepages: true, hugepageSizes: [{ size }] };
}

/** The page size of the whole guest, as {@link pageChanges} takes it; 'several' where cells differ. */
export function pageSizeOf({
  hugepages: on,
  hugepageSizes: sizes = [],
}: MemoryValues): number | null | undefined | 'several' {
  if (on !== true) return undefined;
  const [first] = sizes;
  if (first === undefined) return null;
  return sizes.length === 1 && first.nodeset === undefined ? (first.size ?? null) : 'several';
}

/** Memory that other programs of the host can map, as virtiofs and vhost-user need it. */
export const sharedChanges = (values: MemoryValues): Changes => ({
  memoryAccess: 'shared',
  ...(values.numaCells?.some(({ access }) => access === 'private') === true &&
    cellChanges(values, 'all', { access: undefined })),
  ...(values.hugepages !== true && (values.memoryBacking ?? 'anonymous') === 'anonymous' && { memoryBacking: 'memfd' }),
});

export interface MemoryLimits {
  /** All that the host has. */
  readonly host?: number;
  /** Huge pages that the host keeps, by their size in KiB: how many. */
  readonly pages?: Readonly<Record<number, number>>;
}

export type MemoryFinding =
  | 'memoryAboveHost'
  | 'currentAboveMemory'
  | 'balloonMissing'
  | 'slotsIncomplete'
  | 'limitBelowMemory'
  | 'tooFewSlots'
  | 'hotplugWithoutCell'
  | 'notWholePages'
  | 'tooFewPages'
  | 'notShared'
  | 'cellsDecide';
type MemoryFix =
  | 'setMemory'
  | 'setCurrentMemory'
  | 'noHotplug'
  | 'completeHotplug'
  | 'oneCell'
  | 'share'
  | 'ordinaryPages';
type Found = Finding<MemoryFinding, MemoryFix>;

export function checkMemory(values: MemoryValues, devices: MemoryDevices, limits: MemoryLimits): readonly Found[] {
  const maximum = maximumMemory(values);
  const current = currentMemoryOf(values);
  return [
    ...(current <= maximum
      ? []
      : [
          found('warning', 'currentAboveMemory', { current: mib(current), maximum: mib(maximum) }, [
            setCurrent(maximum),
            {
              word: 'setMemory',
              params: { size: mib(current) },
              changes: maximumMemoryChanges(values, devices, current),
            },
          ]),
        ]),
    ...(limits.host === undefined || maximum <= limits.host
      ? []
      : [found('warning', 'memoryAboveHost', { host: mib(limits.host) })]),
    ...(current < maximum && !devices.hasBalloon
      ? [found('warning', 'balloonMissing', {}, [setCurrent(maximum)])]
      : []),
    ...checkHotplug(values, devices),
    ...checkPages(values, limits),
    ...checkCells(values, devices),
    ...checkSharing(values, devices),
  ];
}

function checkHotplug(values: MemoryValues, { moduleCount }: MemoryDevices): readonly Found[] {
  const { maxMemory: limit, maxMemorySlots: slots, numaCells: cells = [] } = values;
  if (limit === undefined && slots === undefined) return [];
  const off: Fix<MemoryFix> = { word: 'noHotplug', changes: hotplugChanges(values, false) };
  const complete: Fix<MemoryFix> = { word: 'completeHotplug', changes: hotplugChanges(values, true) };
  if (limit === undefined || slots === undefined) return [found('error', 'slotsIncomplete', {}, [complete, off])];
  return [
    ...(limit >= maximumMemory(values)
      ? []
      : [found('error', 'limitBelowMemory', { limit: mib(limit), memory: mib(maximumMemory(values)) }, [off])]),
    ...(moduleCount <= slots ? [] : [found('error', 'tooFewSlots', { slots, modules: moduleCount })]),
    ...(cells.length > 0
      ? []
      : [found('warning', 'hotplugWithoutCell', {}, [{ word: 'oneCell', changes: oneCell(values) }])]),
  ];
}

function checkPages(values: MemoryValues, { pages = {} }: MemoryLimits): readonly Found[] {
  const size = pageSizeOf(values);
  if (typeof size !== 'number' || size === 0) return [];
  const memory = maximumMemory(values);
  const there = pages[size];
  const ordinary: Fix<MemoryFix> = { word: 'ordinaryPages', changes: pageChanges(undefined) };
  return [
    ...(memory % size === 0 ? [] : [found('warning', 'notWholePages', { size: mib(size), memory: mib(memory) })]),
    ...(there === undefined || there * size >= memory
      ? []
      : [
          found('warning', 'tooFewPages', { there: mib(there * size), memory: mib(memory), size: mib(size) }, [
            ordinary,
          ]),
        ]),
  ];
}

function checkCells(values: MemoryValues, devices: MemoryDevices): readonly Found[] {
  const { numaCells: cells = [] } = values;
  const sum = cellMemory(cells) + devices.modules;
  if (cells.length === 0 || sum === maximumMemory(values)) return [];
  return [
    found('warning', 'cellsDecide', { sum: mib(sum), memory: mib(maximumMemory(values)) }, [
      { word: 'setMemory', params: { size: mib(sum) }, changes: { memory: sum } },
    ]),
  ];
}

function checkSharing(values: MemoryValues, { sharers }: MemoryDevices): readonly Found[] {
  const [sharer] = sharers;
  const cells = values.numaCells ?? [];
  const byDefault = values.memoryAccess === 'shared';
  const shared =
    cells.length === 0 ? byDefault : cells.every(({ access }) => (access ?? values.memoryAccess) === 'shared');
  if (sharer === undefined || shared) return [];
  return [found('error', 'notShared', { sharer }, [{ word: 'share', changes: sharedChanges(values) }])];
}

const setCurrent = (to: number): Fix<MemoryFix> => ({
  word: 'setCurrentMemory',
  params: { size: mib(to) },
  changes: { currentMemory: to },
});

const mib = (kib: number): string => `${Math.round(kib / MIB)} MiB`;

const found = (
  level: Found['level'],
  word: MemoryFinding,
  params: Readonly<Record<string, number | string>>,
  fixes: readonly Fix<MemoryFix>[] = [],
): Found => ({ level, word, params, fixes });
