import { describe, expect, it } from 'vitest';
import { parseXml } from '../xml/parse.ts';
import { readAll } from '../xml/property.ts';
import type { XmlElement } from '../xml/element.ts';
import type { EditValue } from './domainEdit.ts';
import { editDefinition } from './editDefinition.ts';
import {
  checkMemory,
  hotplugChanges,
  maximumMemoryChanges,
  memoryDevicesOf,
  memoryProperties,
  pageChanges,
  pageSizeOf,
  sharedChanges,
  type MemoryLimits,
  type MemoryValues,
} from './memorySize.ts';

const MIB = 1024;
const GIB = 1024 * MIB;

interface Guest {
  readonly root: XmlElement;
  readonly values: MemoryValues;
}
const guest = (sizes: string, rest = '', devices = ''): Guest => {
  const { root } = parseXml(`<domain>${sizes}<vcpu>2</vcpu>${rest}<devices>${devices}</devices></domain>`);
  return { root, values: readAll(memoryProperties, root) };
};
const gib = (memory: number, current = memory): string =>
  `<memory unit='GiB'>${memory}</memory><currentMemory unit='GiB'>${current}</currentMemory>`;

/** The guest after the changes. */
function changed({ root }: Guest, changes: Readonly<Record<string, EditValue>>): Guest {
  const planned = Object.fromEntries(Object.entries(changes).map(([name, to]) => [name, { from: null, to }]));
  editDefinition(root, [{ kind: 'domain', changes: planned }], { force: true });
  return { root, values: readAll(memoryProperties, root) };
}
const check = ({ root, values }: Guest, limits: MemoryLimits = {}): ReturnType<typeof checkMemory> =>
  checkMemory(values, memoryDevicesOf(root), limits);
const words = (subject: Guest, limits: MemoryLimits = {}): readonly string[] =>
  check(subject, limits).map(({ word }) => word);
const to = (subject: Guest, size: number): Guest =>
  changed(subject, maximumMemoryChanges(subject.values, memoryDevicesOf(subject.root), size));

const twoCells = `<cpu><numa><cell id='0' cpus='0' memory='1' unit='GiB'/><cell id='1' cpus='1' memory='3' unit='GiB'/></numa></cpu>`;
const module = `<memory model='dimm'><target><size unit='GiB'>1</size><node>0</node></target></memory>`;

describe('a new maximum', () => {
  it('is what the guest has, if it had all before', () => {
    expect(to(guest(gib(4)), 8 * GIB).values).toMatchObject({ memory: 8 * GIB, currentMemory: 8 * GIB });
  });

  it('leaves what the balloon holds, unless that is more than all', () => {
    expect(to(guest(gib(4, 2)), 8 * GIB).values).toMatchObject({ currentMemory: 2 * GIB });
    expect(to(guest(gib(4, 2)), GIB).values).toMatchObject({ currentMemory: GIB });
  });

  it('goes to the cells in their proportions, less what modules bring', () => {
    const cells = (subject: Guest): readonly unknown[] => (subject.values.numaCells ?? []).map(({ memory }) => memory);
    expect(cells(to(guest(gib(4), twoCells), 8 * GIB))).toEqual([2 * GIB, 6 * GIB]);
    expect(cells(to(guest(gib(5), twoCells, module), 9 * GIB))).toEqual([2 * GIB, 6 * GIB]);
    expect(words(to(guest(gib(4), twoCells), 7 * GIB + 5 * MIB))).toEqual([]);
  });

  it('lifts the limit for modules where it is above it', () => {
    const subject = guest(`<maxMemory slots='4' unit='GiB'>6</maxMemory>${gib(4)}`, twoCells);
    expect(to(subject, 8 * GIB).values.maxMemory).toBe(8 * GIB);
    expect(words(subject)).toEqual([]);
  });
});

describe('what the guest has', () => {
  it('cannot be more than the maximum', () => {
    const [finding] = check(guest(gib(2, 4)));
    expect(finding?.word).toBe('currentAboveMemory');
    for (const fix of finding?.fixes ?? []) expect(words(changed(guest(gib(2, 4)), fix.changes))).toEqual([]);
  });

  it('can be less only with a balloon', () => {
    expect(words(guest(gib(4, 2)))).toEqual([]);
    expect(words(guest(gib(4, 2), '', `<memballoon model='none'/>`))).toEqual(['balloonMissing']);
  });

  it('should not be more than the host has', () => {
    expect(words(guest(gib(4)), { host: 2 * GIB })).toEqual(['memoryAboveHost']);
  });
});

describe('room for modules', () => {
  it('comes with slots and with a cell to plug them into', () => {
    const subject = guest(gib(3));
    const { values } = changed(subject, hotplugChanges(subject.values, true));
    expect(values).toMatchObject({ maxMemory: 6 * GIB, maxMemorySlots: 16 });
    expect(values.numaCells).toEqual([{ id: 0, cpus: '0-1', memory: 3 * GIB }]);
    expect(words(subject)).toEqual([]);
    changed(subject, hotplugChanges(values, false));
    expect(subject.root.child('maxMemory')).toBeUndefined();
  });

  it('needs both its size and its slots, at least the memory there is, and a slot for each module', () => {
    const room = (attributes: string, size: number): Guest =>
      guest(`<maxMemory ${attributes} unit='GiB'>${size}</maxMemory>${gib(4)}`, twoCells);
    expect(words(room('', 8))).toEqual(['slotsIncomplete']);
    expect(words(room(`slots='4'`, 2))).toEqual(['limitBelowMemory']);
    expect(words(guest(`<maxMemory slots='1' unit='GiB'>8</maxMemory>${gib(6)}`, twoCells, module + module))).toEqual([
      'tooFewSlots',
    ]);
  });

  it('without a cell is refused by some versions', () => {
    expect(words(guest(`<maxMemory slots='4' unit='GiB'>8</maxMemory>${gib(4)}`))).toEqual(['hotplugWithoutCell']);
  });
});

describe('pages', () => {
  it('are ordinary, huge ones of the usual size, or of one size; cells may have different ones', () => {
    for (const size of [undefined, null, 2048, GIB]) {
      expect(pageSizeOf(changed(guest(gib(4)), pageChanges(size)).values)).toBe(size);
    }
    const several = `<memoryBacking><hugepages><page size='2048' nodeset='0'/></hugepages></memoryBacking>`;
    expect(pageSizeOf(guest(gib(4), several).values)).toBe('several');
  });

  it('of a size must make the whole memory, and the host must have so many', () => {
    const large = changed(guest(gib(4)), pageChanges(GIB));
    expect(words(large, { pages: { [GIB]: 4 } })).toEqual([]);
    expect(words(large, { pages: { [GIB]: 3 } })).toEqual(['tooFewPages']);
    const odd = changed(guest(`<memory unit='MiB'>1536</memory>`), pageChanges(GIB));
    expect(words(odd)).toEqual(['notWholePages']);
  });
});

describe('memory that is shared with programs of the host', () => {
  const share = `<filesystem type='mount'><driver type='virtiofs'/></filesystem>`;

  it('is wanted by virtiofs, and one click makes it so', () => {
    const subject = guest(gib(4), '', share);
    expect(check(subject)).toMatchObject([{ level: 'error', word: 'notShared', params: { sharer: 'virtiofs' } }]);
    const { values } = changed(subject, sharedChanges(subject.values));
    expect(values).toMatchObject({ memoryAccess: 'shared', memoryBacking: 'memfd' });
    expect(words({ ...subject, values })).toEqual([]);
  });

  it('is so in every cell', () => {
    const subject = guest(gib(4), twoCells.replace(`id='0'`, `id='0' memAccess='private'`), share);
    expect(words(changed(subject, { memoryAccess: 'shared' }))).toEqual(['notShared']);
    expect(words(changed(subject, sharedChanges(subject.values)))).toEqual([]);
  });
});

it('cells decide how much memory there is, whatever the definition says beside them', () => {
  expect(words(guest(gib(6), twoCells))).toEqual(['cellsDecide']);
  expect(words(guest(gib(5), twoCells, module))).toEqual([]);
});
