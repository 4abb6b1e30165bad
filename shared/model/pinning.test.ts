import { describe, expect, it } from 'vitest';
import { parseXml } from '../xml/parse.ts';
import { readAll } from '../xml/property.ts';
import type { NumaCell } from './capabilities.ts';
import type { EditValue } from './domainEdit.ts';
import { editDefinition } from './editDefinition.ts';
import {
  checkPinning,
  hostCpus,
  iothreadIdsOf,
  onNode,
  pinChanges,
  pinningProperties,
  pinRows,
  spread,
  toggled,
  unpinned,
  type PinningValues,
} from './pinning.ts';

const read = (xml: string): PinningValues => readAll(pinningProperties, parseXml(xml).root);
function changed(xml: string, changes: Readonly<Record<string, EditValue>>): PinningValues {
  const { root } = parseXml(xml);
  const planned = Object.fromEntries(Object.entries(changes).map(([name, to]) => [name, { from: null, to }]));
  editDefinition(root, [{ kind: 'domain', changes: planned }], { force: true });
  return readAll(pinningProperties, root);
}

/** Two nodes of two cores with two threads: siblings are 0 and 4, 1 and 5, 2 and 6, 3 and 7. */
const node = (id: number, cores: readonly number[]): NumaCell => ({
  id,
  memoryKiB: 1024,
  cpus: cores.flatMap((core) =>
    [core, core + 4].map((cpu) => ({ id: cpu, socket: id, core, siblings: `${core},${core + 4}` })),
  ),
  pages: [],
  distances: {},
});
const host = hostCpus([node(0, [0, 1]), node(1, [2, 3])]);

const guest = (tune: string, more = ''): string =>
  `<domain><vcpu>4</vcpu><iothreads>2</iothreads><cputune>${tune}</cputune>${more}</domain>`;
const pinsOf = (values: PinningValues): readonly (string | undefined)[] => pinRows(values).map(({ cpuset }) => cpuset);
const words = (xml: string): readonly string[] => checkPinning(read(xml), host).map(({ word }) => word);

describe('what can be pinned', () => {
  it('is every vCPU, the emulator and every I/O thread', () => {
    const rows = pinRows(read(guest(`<vcpupin vcpu='1' cpuset='2-3'/><iothreadpin iothread='2' cpuset='0'/>`)));
    expect(rows.map(({ target, cpuset }) => [target, cpuset])).toEqual([
      [{ kind: 'vcpu', id: 0 }, undefined],
      [{ kind: 'vcpu', id: 1 }, '2-3'],
      [{ kind: 'vcpu', id: 2 }, undefined],
      [{ kind: 'vcpu', id: 3 }, undefined],
      [{ kind: 'emulator' }, undefined],
      [{ kind: 'iothread', id: 1 }, undefined],
      [{ kind: 'iothread', id: 2 }, '0'],
    ]);
  });

  it('runs where the whole guest may, unless it has a pin of its own', () => {
    const xml = `<domain><vcpu cpuset='0-1'>2</vcpu><cputune><vcpupin vcpu='1' cpuset='5'/></cputune></domain>`;
    expect(pinRows(read(xml)).map(({ cpus }) => cpus)).toEqual([[0, 1], [5], [0, 1]]);
  });

  it('has the I/O threads that are named, and as many more from 1 on', () => {
    const xml = `<domain><iothreads>3</iothreads><iothreadids><iothread id='2'/></iothreadids></domain>`;
    expect(iothreadIdsOf(read(xml))).toEqual([1, 2, 3]);
  });
});

describe('a pin', () => {
  it('changes without the others, and goes', () => {
    const xml = guest(`<vcpupin vcpu='3' cpuset='3'/>`);
    const values = changed(xml, pinChanges(read(xml), { kind: 'vcpu', id: 1 }, '0-1'));
    expect(values.vcpuPins).toEqual([
      { vcpu: 1, cpuset: '0-1' },
      { vcpu: 3, cpuset: '3' },
    ]);
    expect(changed(xml, pinChanges(read(xml), { kind: 'vcpu', id: 3 }, undefined)).vcpuPins).toBeUndefined();
    expect(changed(xml, pinChanges(read(xml), { kind: 'iothread', id: 1 }, '2')).iothreadPins).toEqual([
      { iothread: 1, cpuset: '2' },
    ]);
    expect(changed(xml, pinChanges(read(xml), { kind: 'emulator' }, '2')).emulatorPin).toBe('2');
  });

  it('gains and loses single CPUs; without any it is no pin', () => {
    const target = { kind: 'emulator' } as const;
    expect(toggled({ target, cpuset: '0-3', cpus: [0, 1, 2, 3] }, 1)).toBe('0,2-3');
    expect(toggled({ target, cpuset: '0', cpus: [0] }, 0)).toBeUndefined();
    expect(toggled({ target, cpuset: undefined, cpus: undefined }, 7)).toBe('7');
  });
});

describe('the CPUs of the host', () => {
  it('stand node by node, threads of a core side by side', () => {
    expect(host.map(({ id }) => id)).toEqual([0, 4, 1, 5, 2, 6, 3, 7]);
  });

  it('get a vCPU each: whole cores first, or both threads of a core where the guest has threads', () => {
    const threads = `<cpu><topology sockets='1' cores='2' threads='2'/></cpu>`;
    const [plain, threaded] = [guest(''), guest('', threads)];
    expect(pinsOf(changed(plain, spread(read(plain), host))).slice(0, 4)).toEqual(['0', '1', '2', '3']);
    expect(pinsOf(changed(threaded, spread(read(threaded), host))).slice(0, 4)).toEqual(['0', '4', '1', '5']);
  });

  it('of one node take everything', () => {
    const xml = guest('');
    expect(new Set(pinsOf(changed(xml, onNode(read(xml), host, 1))))).toEqual(new Set(['2-3,6-7']));
  });

  it('are all free again when nothing is pinned', () => {
    const xml = guest(`<vcpupin vcpu='1' cpuset='2'/><emulatorpin cpuset='1'/><iothreadpin iothread='1' cpuset='1'/>`);
    expect(pinsOf(changed(xml, unpinned))).toEqual(Array.from({ length: 7 }, () => undefined));
  });
});

describe('pins that do not fit', () => {
  it('are malformed, or name what is not there', () => {
    expect(words(guest(`<vcpupin vcpu='0' cpuset='a'/>`))).toEqual(['pinMalformed']);
    expect(words(guest(`<emulatorpin cpuset='8'/>`))).toEqual(['pinsNoSuchCpu']);
    expect(words(guest(`<iothreadpin iothread='3' cpuset='0'/>`))).toEqual(['pinsNoSuchIothread']);
    expect(words(guest(`<vcpupin vcpu='4' cpuset='0'/>`))).toEqual(['pinsOfNoVcpu']);
  });

  it('put two vCPUs on one CPU', () => {
    expect(words(guest(`<vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='1' cpuset='0'/>`))).toContain('pinsShareCpu');
    expect(words(guest(`<vcpupin vcpu='0' cpuset='0-1'/><vcpupin vcpu='1' cpuset='0-1'/>`))).not.toContain(
      'pinsShareCpu',
    );
  });

  it('have ways out that leave no error', () => {
    for (const tune of [`<emulatorpin cpuset='8'/>`, `<iothreadpin iothread='3' cpuset='0'/>`]) {
      const fixes = checkPinning(read(guest(tune)), host).flatMap((finding) => finding.fixes ?? []);
      expect(fixes).not.toEqual([]);
      for (const fix of fixes) expect(checkPinning(changed(guest(tune), fix.changes), host)).toEqual([]);
    }
  });
});

describe('pins and memory', () => {
  const pins = `<vcpupin vcpu='0' cpuset='2-3'/>`;
  const memory = (nodes: string): string => `<numatune><memory mode='strict' nodeset='${nodes}'/></numatune>`;

  it('belong on the same node', () => {
    expect(checkPinning(read(guest(pins)), host)).toMatchObject([{ level: 'hint', word: 'memoryElsewhere' }]);
    expect(checkPinning(read(guest(pins, memory('0'))), host)).toMatchObject([
      { level: 'warning', word: 'memoryElsewhere', fixes: [{ changes: { numaMode: 'strict', numaNodes: '1' } }] },
    ]);
    expect(words(guest(pins, memory('1')))).toEqual([]);
  });

  it('on several nodes are told where nothing is said of the memory', () => {
    expect(words(guest(`<vcpupin vcpu='0' cpuset='1-2'/>`))).toEqual(['pinsSeveralNodes']);
    expect(words(guest(`<vcpupin vcpu='0' cpuset='1-2'/>`, memory('0-1')))).toEqual([]);
  });
});
