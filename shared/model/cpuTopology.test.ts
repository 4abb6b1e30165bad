import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAll } from '../xml/property.ts';
import { parseXml } from '../xml/parse.ts';
import {
  checkTopology,
  cpuTopologyProperties,
  currentChanges,
  currentOf,
  levelChanges,
  maximumChanges,
  presetsFor,
  topologyOf,
  vcpusIn,
  type CpuTopologyValues,
  type VcpuLimits,
} from './cpuTopology.ts';
import { editDefinition } from './editDefinition.ts';
import type { EditValue } from './domainEdit.ts';

const read = (xml: string): CpuTopologyValues => readAll(cpuTopologyProperties, parseXml(xml).root);

function changed(xml: string, changes: Readonly<Record<string, EditValue>>): CpuTopologyValues {
  const { root } = parseXml(xml);
  const planned = Object.fromEntries(Object.entries(changes).map(([name, to]) => [name, { from: null, to }]));
  editDefinition(root, [{ kind: 'domain', changes: planned }], { force: true });
  return readAll(cpuTopologyProperties, root);
}

const words = (values: CpuTopologyValues, limits: VcpuLimits = {}): readonly string[] =>
  checkTopology(values, limits).map(({ word }) => word);

const eight = `<domain><vcpu>8</vcpu><cpu><topology sockets='2' cores='2' threads='2'/></cpu></domain>`;

describe('a topology', () => {
  it('that makes as many vCPUs as the maximum is taken', () => {
    expect(words(read(eight))).toEqual([]);
  });

  it('becomes explicit in every level with the first level that is set', () => {
    const values = changed('<domain><vcpu>4</vcpu></domain>', levelChanges({ vcpu: 4 }, 'cores', 4));
    expect(topologyOf(values)).toEqual({ sockets: 1, dies: 1, clusters: 1, cores: 4, threads: 1 });
    expect(words(values)).toEqual([]);
  });

  it('that makes another number is an error, and every way out of it leaves no error', () => {
    const wrong = eight.replace('<vcpu>8', '<vcpu>12');
    const [mismatch] = checkTopology(read(wrong), {});
    expect(mismatch).toMatchObject({ level: 'error', word: 'topologyMismatch', params: { product: 8, maximum: 12 } });
    expect(mismatch?.fixes?.map(({ word }) => word)).toEqual(['setMaximum', 'followVcpus', 'oneSocket', 'noTopology']);
    for (const fix of mismatch?.fixes ?? [])
      expect(checkTopology(changed(wrong, fix.changes), {}).filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('follows the maximum only where its other levels divide it', () => {
    const odd = checkTopology(read(eight.replace('<vcpu>8', '<vcpu>7')), {});
    expect(odd[0]?.fixes?.map(({ word }) => word)).toEqual(['setMaximum', 'oneSocket', 'noTopology']);
  });

  it('of a preset always makes the number it was asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 512 }), (count) => {
        for (const { topology } of presetsFor(count))
          expect(topology && vcpusIn(topology)).toBeOneOf([count, undefined]);
      }),
    );
  });
});

describe('the number of vCPUs', () => {
  it('at start is the maximum where nothing else is said', () => {
    expect(currentOf(read('<domain><vcpu>4</vcpu></domain>'))).toBe(4);
    expect(currentOf(read(`<domain><vcpu current='2'>4</vcpu></domain>`))).toBe(2);
  });

  it('at start is no longer said once it is the maximum', () => {
    const xml = `<domain><vcpu current='2'>4</vcpu></domain>`;
    expect(changed(xml, currentChanges(read(xml), 4)).currentVcpu).toBeUndefined();
    expect(changed(xml, maximumChanges(read(xml), 2))).toMatchObject({ vcpu: 2 });
    expect(changed(xml, maximumChanges(read(xml), 2)).currentVcpu).toBeUndefined();
  });

  it('takes away the states of single vCPUs, which would overrule it', () => {
    const xml = `<domain><vcpu current='1'>2</vcpu><vcpus><vcpu id='0' enabled='yes'/><vcpu id='1' enabled='no'/></vcpus></domain>`;
    expect(changed(xml, currentChanges(read(xml), 2)).vcpus).toBeUndefined();
  });

  it('is held to what the machine takes, and to what the host has', () => {
    const many = read(`<domain><vcpu>300</vcpu><cpu><topology sockets='1' cores='300' threads='1'/></cpu></domain>`);
    expect(words(many, { maximum: 288, hostThreads: 16 })).toEqual(['tooManyVcpus', 'moreThanHost']);
    expect(words(many, { maximum: 300, hostThreads: 300 })).toEqual([]);
  });

  it('above the maximum is an error', () => {
    expect(words(read(`<domain><vcpu current='3'>2</vcpu></domain>`))).toEqual(['currentAboveMaximum']);
  });
});

describe('sockets', () => {
  it('beyond two are a hint, because each vCPU is one where no topology is given', () => {
    expect(words(read('<domain><vcpu>2</vcpu></domain>'))).toEqual([]);
    expect(checkTopology(read('<domain><vcpu>3</vcpu></domain>'), {})).toMatchObject([
      { level: 'hint', word: 'vcpusAreSockets' },
    ]);
  });

  it('beyond two are a warning where the guest is Windows', () => {
    expect(checkTopology({ vcpu: 4, osId: 'http://microsoft.com/win/11' }, {})).toMatchObject([
      { level: 'warning', word: 'windowsSockets', params: { count: 4 } },
    ]);
  });
});
