import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml } from '../xml/parse.ts';
import { readAll } from '../xml/property.ts';
import type { EditValue } from './domainEdit.ts';
import { editDefinition } from './editDefinition.ts';
import {
  addedCell,
  cellChanges,
  cellMemory,
  checkNuma,
  evenCells,
  numaProperties,
  placementChanges,
  placementOf,
  removedCell,
  type NumaValues,
} from './numaCells.ts';

const GIB = 1024 * 1024;
const read = (xml: string): NumaValues => readAll(numaProperties, parseXml(xml).root);

function changed(xml: string, changes: Readonly<Record<string, EditValue>>): NumaValues {
  const { root } = parseXml(xml);
  const planned = Object.fromEntries(Object.entries(changes).map(([name, to]) => [name, { from: null, to }]));
  editDefinition(root, [{ kind: 'domain', changes: planned }], { force: true });
  return readAll(numaProperties, root);
}

const guest = (cells: string, tune = '', vcpus = 4, gib = 4): string =>
  `<domain><memory unit='GiB'>${gib}</memory><vcpu>${vcpus}</vcpu>${tune}<cpu><numa>${cells}</numa></cpu></domain>`;
const twoCells = `<cell id='0' cpus='0-1' memory='2' unit='GiB'/><cell id='1' cpus='2-3' memory='2' unit='GiB'/>`;
const words = (xml: string, nodes: readonly number[] = [0, 1]): readonly string[] =>
  checkNuma(read(xml), { nodes }).map(({ word }) => word);

describe('cells made alike', () => {
  it('have every vCPU once and all of the memory', () => {
    const numbers = fc.record({
      vcpu: fc.integer({ min: 1, max: 300 }),
      count: fc.integer({ min: 1, max: 8 }),
      memory: fc.integer({ min: 8 * 1024, max: 64 * GIB }),
    });
    fc.assert(
      fc.property(numbers, ({ vcpu, count, memory }) => {
        const xml = `<domain><memory>${memory}</memory><vcpu>${vcpu}</vcpu></domain>`;
        const values = changed(xml, evenCells(read(xml), count, memory));
        expect(values.numaCells).toHaveLength(count);
        expect(cellMemory(values.numaCells ?? [])).toBe(memory);
        expect(checkNuma(values, {})).toEqual([]);
      }),
    );
  });

  it('keep what else is said of a cell; distances only while the number of cells stays', () => {
    const far = `<distances><sibling id='1' value='21'/></distances>`;
    const xml = guest(
      `<cell id='0' cpus='0' memory='1' unit='GiB' memAccess='shared'>${far}</cell><cell id='1' cpus='1-3' memory='3' unit='GiB'/>`,
    );
    expect(changed(xml, evenCells(read(xml), 2, 4 * GIB)).numaCells?.[0]).toEqual({
      id: 0,
      cpus: '0-1',
      memory: 2 * GIB,
      access: 'shared',
      distances: [{ cell: 1, value: 21 }],
    });
    expect(changed(xml, evenCells(read(xml), 4, 4 * GIB)).numaCells?.[0]).toEqual({
      id: 0,
      cpus: '0',
      memory: GIB,
      access: 'shared',
    });
  });

  it('may be none', () => {
    expect(changed(guest(twoCells), evenCells(read(guest(twoCells)), 0, 4 * GIB)).numaCells).toBeUndefined();
  });
});

it('one cell changes without the others', () => {
  const xml = guest(twoCells);
  const values = changed(xml, cellChanges(read(xml), 1, { access: 'private', cpus: undefined }));
  expect(values.numaCells).toEqual([
    { id: 0, cpus: '0-1', memory: 2 * GIB },
    { id: 1, memory: 2 * GIB, access: 'private' },
  ]);
});

describe('a cell', () => {
  it('that is the first takes everything, a further one nothing yet', () => {
    const xml = `<domain><memory unit='GiB'>4</memory><vcpu>4</vcpu></domain>`;
    const one = changed(xml, addedCell(read(xml), 4 * GIB));
    expect(one.numaCells).toEqual([{ id: 0, cpus: '0-3', memory: 4 * GIB }]);
    expect(changed(xml, addedCell(one, 4 * GIB)).numaCells?.[1]).toEqual({ id: 1, memory: 0 });
  });

  it('that goes lets those after it move up, with their distances and host nodes', () => {
    const cell = (id: number): string =>
      `<cell id='${id}' cpus='${id}' memory='1'><distances><sibling id='${2 - id}' value='21'/></distances></cell>`;
    const xml = guest(
      cell(0) + cell(1) + cell(2),
      `<numatune><memnode cellid='0' mode='strict' nodeset='0'/><memnode cellid='2' mode='strict' nodeset='1'/></numatune>`,
    );
    const values = changed(xml, removedCell(read(xml), 1));
    expect(values.numaCells).toEqual([
      { id: 0, cpus: '0', memory: 1, distances: [{ cell: 1, value: 21 }] },
      { id: 1, cpus: '2', memory: 1, distances: [{ cell: 0, value: 21 }] },
    ]);
    expect([0, 1, 2].map((id) => placementOf(values, id))).toEqual(['0', '1', undefined]);
  });

  it('has host nodes of its own in the mode of the whole', () => {
    const xml = guest(twoCells, `<numatune><memory mode='preferred' nodeset='0-1'/></numatune>`);
    const values = changed(xml, placementChanges(read(xml), 1, '1'));
    expect(values.numaCellPlacements).toEqual([{ cell: 1, mode: 'preferred', nodeset: '1' }]);
    expect(changed(xml, placementChanges(values, 1, undefined)).numaCellPlacements).toBeUndefined();
  });
});

describe('cells', () => {
  it('that hold every vCPU once and all memory are taken', () => {
    expect(words(guest(twoCells))).toEqual([]);
  });

  it('must not share a vCPU, nor have one that is not there', () => {
    expect(words(guest(twoCells.replace('2-3', '1-3')))).toEqual(['cellsOverlap']);
    expect(words(guest(twoCells.replace('2-3', '2-4')))).toEqual(['cellCpusTooMany']);
    expect(words(guest(twoCells.replace('2-3', 'two')))).toEqual(['cellCpusMalformed']);
  });

  it('that leave a vCPU out put it into the first', () => {
    expect(checkNuma(read(guest(twoCells.replace('2-3', '2'))), {})).toMatchObject([
      { level: 'warning', word: 'cellCpusMissing', params: { cpus: '3' } },
    ]);
  });

  it('decide the memory, so another sum is told, less what memory devices bring', () => {
    const xml = guest(twoCells, '', 4, 5);
    expect(words(xml)).toEqual(['cellsMemory']);
    expect(checkNuma(read(xml), { memoryDevices: GIB })).toEqual([]);
  });

  it('that do not add up have ways out that leave nothing to tell', () => {
    for (const wrong of [guest(twoCells, '', 4, 5), guest(twoCells, '', 7), guest(twoCells.replace('0-1', '0-2'))]) {
      const fixes = checkNuma(read(wrong), {}).flatMap((finding) => finding.fixes ?? []);
      expect(fixes).not.toEqual([]);
      for (const fix of fixes) expect(checkNuma(changed(wrong, fix.changes), {})).toEqual([]);
    }
  });
});

describe('host nodes', () => {
  const tuned = (tune: string): string => guest(twoCells, `<numatune>${tune}</numatune>`);

  it('must be there', () => {
    expect(words(tuned(`<memory mode='strict' nodeset='0-1'/>`))).toEqual([]);
    expect(words(tuned(`<memory mode='strict' nodeset='0,3'/>`))).toEqual(['nodesMissing']);
    expect(words(tuned(`<memory mode='strict' nodeset='x'/>`))).toEqual(['nodesMalformed']);
  });

  it('belong to a mode, unless libvirt places the guest', () => {
    expect(words(tuned(`<memory mode='strict'/>`))).toEqual(['modeWithoutNodes']);
    expect(words(tuned(`<memory mode='strict' placement='auto'/>`))).toEqual([]);
  });

  it('of a cell need that cell', () => {
    expect(words(tuned(`<memnode cellid='1' mode='strict' nodeset='0'/>`))).toEqual([]);
    expect(words(tuned(`<memnode cellid='2' mode='strict' nodeset='0'/>`))).toEqual(['placementOfNoCell']);
  });
});
