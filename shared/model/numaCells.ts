/** The NUMA cells that a guest sees, and the host's nodes that its memory comes from (formatdomain, "Guest NUMA topology", "NUMA Node Tuning"). */
import type { Values } from '../xml/property.ts';
import { cpusetText, cpusOf } from './cpuset.ts';
import type { EditValue } from './domainEdit.ts';
import { domain } from './domainProperties.ts';
import { editValue } from './editDefinition.ts';
import type { Finding, Fix } from './finding.ts';

const { vcpu, memory, numaCells, numaMode, numaNodes, numaPlacement, numaCellPlacements } = domain;

/** What of a definition decides them. */
export const numaProperties = {
  vcpu,
  memory,
  numaCells,
  numaMode,
  numaNodes,
  numaPlacement,
  numaCellPlacements,
};
export type NumaValues = Values<typeof numaProperties>;
export type GuestCell = NonNullable<NumaValues['numaCells']>[number];

type Changes = Readonly<Record<string, EditValue>>;

const MIB = 1024;

const vcpusOf = ({ vcpu: count = 1 }: NumaValues): number => count;

/** A cell goes by its `id`; where it has none, by its place. */
export const cellId = (cell: GuestCell, index: number): number => cell.id ?? index;

/** KiB. */
export const cellMemory = (cells: readonly GuestCell[]): number =>
  cells.reduce((sum, { memory: size = 0 }) => sum + size, 0);

/** `total` in `count` parts that differ by one unit at most; the first ones are the larger. */
function parts(total: number, count: number): readonly number[] {
  const each = Math.floor(total / count);
  return Array.from({ length: count }, (_, index) => each + (index < total % count ? 1 : 0));
}

/** Sizes that QEMU takes: whole MiB, except for what the total has beyond them, which the first gets. */
function sizes(totalKiB: number, count: number): readonly number[] {
  const rest = totalKiB % MIB;
  return parts(Math.floor(totalKiB / MIB), count).map((mib, index) => mib * MIB + (index === 0 ? rest : 0));
}

/** All vCPUs and all memory in so many cells, each of the same size; what else is said of a cell stays. None: no cells at all. */
export function evenCells(values: NumaValues, count: number, totalKiB: number): Changes {
  if (count === 0) return { numaCells: null };
  const old = values.numaCells ?? [];
  const memories = sizes(totalKiB, count);
  let first = 0;
  const cells = parts(vcpusOf(values), count).map((cpus, index) => {
    const set = Array.from({ length: cpus }, (_, at) => first + at);
    first += cpus;
    return asRecord({
      ...old[index],
      id: index,
      cpus: set.length === 0 ? undefined : cpusetText(set),
      memory: memories[index],
      // They name every other cell, so they end when their number changes.
      ...(count !== old.length && { distances: undefined }),
    });
  });
  return { numaCells: cells };
}

type CellChange = { readonly [K in keyof GuestCell]?: GuestCell[K] | undefined };

/** A cell as edits carry it. */
const asRecord = (cell: CellChange): EditValue =>
  editValue(Object.fromEntries(Object.entries(cell).filter(([, value]) => value !== undefined)));

/** One cell changed, or all of them; undefined takes what it names away. */
export function cellChanges({ numaCells: cells = [] }: NumaValues, at: number | 'all', to: CellChange): Changes {
  return {
    numaCells: cells.map((cell, index) => asRecord(at === 'all' || index === at ? { ...cell, ...to } : cell)),
  };
}

/** One cell more, without vCPUs and memory; the first one takes everything. */
export function addedCell(values: NumaValues, totalKiB: number): Changes {
  const { numaCells: cells = [] } = values;
  if (cells.length === 0) return evenCells(values, 1, totalKiB);
  const id = 1 + Math.max(...cells.map(cellId));
  return { numaCells: [...cells.map(asRecord), { id, memory: 0 }] };
}

/** One cell less. libvirt wants their ids from 0 on without a gap, so those that follow move up, with their distances and host nodes. */
export function removedCell({ numaCells: cells = [], numaCellPlacements: rows }: NumaValues, at: number): Changes {
  const ids = new Map(cells.toSpliced(at, 1).map((cell, index) => [cellId(cell, cells.indexOf(cell)), index]));
  const left = cells.toSpliced(at, 1).map((cell, index) =>
    asRecord({
      ...cell,
      id: index,
      distances: cell.distances?.flatMap(({ cell: other = 0, value }) => {
        const id = ids.get(other);
        return id === undefined ? [] : [{ cell: id, ...(value !== undefined && { value }) }];
      }),
    }),
  );
  const kept = rows?.flatMap(({ cell = 0, ...row }) => {
    const id = ids.get(cell);
    return id === undefined ? [] : [{ cell: id, ...row }];
  });
  return {
    numaCells: left.length === 0 ? null : left,
    ...(rows !== undefined && { numaCellPlacements: kept === undefined || kept.length === 0 ? null : editValue(kept) }),
  };
}

/** Host nodes of one cell; undefined: as the whole guest. */
export const placementOf = ({ numaCellPlacements: rows = [] }: NumaValues, id: number): string | undefined =>
  rows.find(({ cell }) => cell === id)?.nodeset;

/** Other host nodes for one cell; undefined takes them away. */
export function placementChanges(values: NumaValues, id: number, nodeset: string | undefined): Changes {
  const rows = values.numaCellPlacements ?? [];
  const old = rows.find(({ cell }) => cell === id);
  const others = rows.filter((row) => row !== old);
  const mode = old?.mode ?? values.numaMode ?? 'strict';
  const to = nodeset === undefined ? others : [...others, { cell: id, mode, nodeset }];
  return {
    numaCellPlacements: to.length === 0 ? null : editValue(to.toSorted(({ cell: a = 0 }, { cell: b = 0 }) => a - b)),
  };
}

/** The cells with other memory, in proportion to what they have. */
export function scaledCells(values: NumaValues, totalKiB: number): Changes {
  const cells = values.numaCells ?? [];
  const sum = cellMemory(cells);
  const memories = cells.map(({ memory: size = 0 }) =>
    sum === 0 ? 0 : Math.floor((size / sum) * (totalKiB / MIB)) * MIB,
  );
  const rest = totalKiB - memories.reduce((a, b) => a + b, 0);
  return {
    numaCells: cells.map((cell, index) =>
      asRecord({ ...cell, memory: (memories[index] ?? 0) + (index === 0 ? rest : 0) }),
    ),
  };
}

export type NumaFinding =
  | 'cellCpusMalformed'
  | 'cellsOverlap'
  | 'cellCpusTooMany'
  | 'cellCpusMissing'
  | 'cellsMemory'
  | 'cellEmpty'
  | 'nodesMalformed'
  | 'nodesMissing'
  | 'modeWithoutNodes'
  | 'placementOfNoCell';
type NumaFix = 'distribute' | 'scaleCells' | 'takeCellMemory' | 'noNodes';
type Found = Finding<NumaFinding, NumaFix>;

export interface NumaLimits {
  /** Ids of the host's nodes. */
  readonly nodes?: readonly number[];
  /** KiB that come from memory devices on top of the cells. */
  readonly memoryDevices?: number;
}

export function checkNuma(values: NumaValues, limits: NumaLimits): readonly Found[] {
  return [...checkCells(values, limits), ...checkPlacement(values, limits)];
}

function checkCells(values: NumaValues, { memoryDevices = 0 }: NumaLimits): readonly Found[] {
  const cells = values.numaCells ?? [];
  if (cells.length === 0) return [];
  const count = vcpusOf(values);
  const wanted = (values.memory ?? 0) - memoryDevices;
  const sum = cellMemory(cells);
  const even: Fix<NumaFix> = {
    word: 'distribute',
    params: { count: cells.length },
    changes: evenCells(values, cells.length, wanted),
  };
  const sets = cells.map(({ cpus }) => (cpus === undefined ? [] : cpusOf(cpus)));
  const malformed = sets.findIndex((set) => set === undefined);
  if (malformed !== -1)
    return [found('error', 'cellCpusMalformed', { cell: cellId(cells[malformed] ?? {}, malformed) }, [even])];
  const named = sets.flatMap((set) => set ?? []);
  const twice = named.filter((cpu, index) => named.indexOf(cpu) !== index);
  const beyond = named.filter((cpu) => cpu >= count);
  const missing = Array.from({ length: count }, (_, cpu) => cpu).filter((cpu) => !named.includes(cpu));
  const empty = cells.findIndex(({ memory: size = 0 }) => size === 0);
  return [
    ...(twice.length === 0 ? [] : [found('error', 'cellsOverlap', { cpus: textOf(twice) }, [even])]),
    ...(beyond.length === 0
      ? []
      : [found('error', 'cellCpusTooMany', { cpus: textOf(beyond), maximum: count }, [even])]),
    ...(missing.length === 0 || twice.length > 0
      ? []
      : [found('warning', 'cellCpusMissing', { cpus: textOf(missing) }, [even])]),
    ...(empty === -1 ? [] : [found('error', 'cellEmpty', { cell: cellId(cells[empty] ?? {}, empty) }, [even])]),
    ...(sum === wanted || empty !== -1
      ? []
      : [
          found('warning', 'cellsMemory', { sum: mib(sum), memory: mib(wanted) }, [
            { word: 'scaleCells', params: { size: mib(wanted) }, changes: scaledCells(values, wanted) },
            { word: 'takeCellMemory', params: { size: mib(sum) }, changes: { memory: sum + memoryDevices } },
          ]),
        ]),
  ];
}

function checkPlacement(values: NumaValues, { nodes }: NumaLimits): readonly Found[] {
  const { numaMode: mode, numaNodes: nodeset, numaPlacement: placement, numaCellPlacements: rows = [] } = values;
  const all = [nodeset, ...rows.map((row) => row.nodeset)].flatMap((text) => (text === undefined ? [] : [text]));
  const bad = all.find((text) => (cpusOf(text) ?? []).length === 0);
  const absent = all
    .flatMap((text) => cpusOf(text) ?? [])
    .filter((node) => nodes !== undefined && !nodes.includes(node));
  const ids = (values.numaCells ?? []).map(cellId);
  const lost = rows.find(({ cell }) => cell === undefined || !ids.includes(cell));
  return [
    ...(bad === undefined ? [] : [found('error', 'nodesMalformed', { nodes: bad })]),
    ...(absent.length === 0
      ? []
      : [
          found('error', 'nodesMissing', { nodes: textOf(absent), there: textOf(nodes ?? []) }, [
            { word: 'noNodes', changes: { numaMode: null, numaNodes: null, numaCellPlacements: null } },
          ]),
        ]),
    ...(mode !== undefined && nodeset === undefined && placement !== 'auto'
      ? [found('error', 'modeWithoutNodes', { mode })]
      : []),
    ...(lost === undefined ? [] : [found('error', 'placementOfNoCell', { cell: lost.cell ?? '' })]),
  ];
}

const mib = (kib: number): string => `${Math.round(kib / MIB)} MiB`;
const textOf = (numbers: readonly number[]): string => cpusetText([...new Set(numbers)]);

const found = (
  level: Found['level'],
  word: NumaFinding,
  params: Readonly<Record<string, number | string>>,
  fixes: readonly Fix<NumaFix>[] = [],
): Found => ({ level, word, params, fixes });
