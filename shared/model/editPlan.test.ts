import { describe, expect, test } from 'vitest';
import { parseXml } from '../xml/parse.ts';
import { serializeXml } from '../xml/serialize.ts';
import { deviceTables, namedDeviceTables } from './devices/index.ts';
import type { DomainEdit, EditValue } from './domainEdit.ts';
import { editDefinition, hasSecret, namedDomain } from './editDefinition.ts';
import { inverseIn, planEdits } from './editPlan.ts';
import { liveDevice, liveDomainProperties } from './liveChange.ts';

const xml = `<domain type='kvm'>
  <name>web</name>
  <title>Web</title>
  <memory unit='KiB'>1048576</memory>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/img/a.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <disk type='file' device='disk'>
      <source file='/img/b.qcow2'/>
      <target dev='sda' bus='sata'/>
    </disk>
    <disk type='file' device='cdrom'>
      <target dev='sdb' bus='sata'/>
    </disk>
    <interface type='network'>
      <mac address='52:54:00:00:00:01'/>
      <source network='default'/>
    </interface>
  </devices>
</domain>
`;
const change = (from: EditValue, to: EditValue) => ({ from, to });
const running = { persistent: xml, live: xml };
const planOf = (edit: DomainEdit, definitions: Parameters<typeof planEdits>[0] = running) =>
  planEdits(definitions, [edit]);
const effects = (edit: DomainEdit, definitions?: Parameters<typeof planEdits>[0]) =>
  planOf(edit, definitions).edits[0]?.effects;
const diskEdit = (device: string, changes: Extract<DomainEdit, { kind: 'device' }>['changes']): DomainEdit => ({
  kind: 'device',
  device,
  changes,
});

describe('when an edit takes effect', () => {
  test('some at once, others at the next start, each property for itself', () => {
    const edit = diskEdit('interface:52:54:00:00:00:01', { link: change(null, 'down'), model: change(null, 'e1000e') });
    expect(effects(edit)).toEqual({ link: 'now', model: 'nextStart' });
  });
  test('of a domain that is off: now, because nothing has to wait', () => {
    const edit: DomainEdit = { kind: 'domain', changes: { memory: change(1048576, 2097152) } };
    expect(effects(edit, { persistent: xml })).toEqual({ memory: 'now' });
    expect(effects(edit)).toEqual({ memory: 'nextStart' });
  });
  test('media change at once, the image of a disk does not', () => {
    const to = { file: change(null, '/iso/x.iso') };
    expect(effects(diskEdit('disk:sdb', to))).toEqual({ file: 'now' });
    expect(effects(diskEdit('disk:vda', { file: change('/img/a.qcow2', '/img/c.qcow2') }))).toEqual({
      file: 'nextStart',
    });
  });
  test('a disk is unplugged from virtio, but not from SATA', () => {
    const remove = (device: string): DomainEdit => ({ kind: 'removeDevice', device, xml: '<disk/>' });
    expect(planOf(remove('disk:vda')).edits[0]?.live).toEqual([{ kind: 'detach', device: 'disk:vda' }]);
    expect(planOf(remove('disk:sda')).edits[0]?.live).toEqual([]);
  });
  test('only while the domain is off: its name, by itself or in a whole definition', () => {
    const rename: DomainEdit = {
      kind: 'domain',
      changes: { name: change('web', 'shop'), title: change('Web', 'Shop') },
    };
    expect(effects(rename)).toEqual({ name: 'shutdown', title: 'now' });
    expect(effects(rename, { persistent: xml })).toEqual({ name: 'now', title: 'now' });
    const whole = (to: string): DomainEdit => ({ kind: 'definition', from: xml, to });
    expect(effects(whole(xml.replace('<name>web', '<name>shop')))).toEqual({ '': 'shutdown' });
    expect(effects(whole(xml.replace('Web', 'Shop')))).toEqual({ '': 'nextStart' });
  });
  test('after the start to come, where the domain is saved', () => {
    const edit: DomainEdit = { kind: 'domain', changes: { title: change('Web', 'Shop') } };
    expect(planEdits({ persistent: xml }, [edit], { savedState: true }).savedState).toBe(true);
    expect(planEdits({ persistent: xml }, [edit]).savedState).toBeUndefined();
  });
  test('never, where the running guest shall be left alone', () => {
    const edit: DomainEdit = { kind: 'domain', changes: { title: change('Web', 'Shop') } };
    const plan = planEdits(running, [edit], { nextStartOnly: true });
    expect(plan.edits[0]?.effects).toEqual({ title: 'nextStart' });
    expect(plan.live).toBeUndefined();
  });
  test('every property that changes live is one there is', () => {
    for (const name of Object.keys(liveDomainProperties)) expect(namedDomain.fields).toHaveProperty(name);
    for (const element of Object.keys(deviceTables)) {
      const { update, calls } = liveDevice(element, () => 'virtio');
      for (const name of [...update, ...Object.keys(calls)])
        expect(namedDeviceTables[element]?.fields).toHaveProperty(name);
    }
  });
});

describe('a conflict', () => {
  test('is what somebody else changed meanwhile; what has the wanted value already is none', () => {
    const edits: DomainEdit[] = [
      { kind: 'domain', changes: { title: change('Old', 'New'), memory: change(1, 1048576) } },
    ];
    expect(planEdits(running, edits).conflicts).toEqual([
      { edit: 0, property: 'title', from: 'Old', current: 'Web', to: 'New' },
    ]);
    expect(planEdits(running, edits, { force: true }).conflicts).toEqual([]);
  });
  test('is a device that is gone', () => {
    const { conflicts } = planOf(diskEdit('disk:vdz', { cache: change(null, 'none') }));
    expect(conflicts).toEqual([
      { edit: 0, device: 'disk:vdz', property: 'cache', from: null, current: null, to: 'none' },
    ]);
  });
  test('is none where the device that shall go is gone already', () => {
    expect(planOf({ kind: 'removeDevice', device: 'disk:vdz', xml: '<disk/>' }).conflicts).toEqual([]);
  });
});

describe('the way back', () => {
  const added = `<disk type='file' device='disk'><source file='/img/n.qcow2'/><target dev='vdb' bus='virtio'/></disk>`;
  test.each<[string, DomainEdit[]]>([
    ['properties', [{ kind: 'domain', changes: { title: change('Web', 'Shop'), onCrash: change(null, 'preserve') } }]],
    ['a device', [diskEdit('disk:vda', { cache: change(null, 'none'), target: change('vda', 'vdc') })]],
    ['a device that was added', [{ kind: 'addDevice', xml: added }]],
    ['a definition as a whole', [{ kind: 'definition', from: xml, to: xml.replace('Web', 'Shop') }]],
    [
      'several on the same device',
      [{ kind: 'addDevice', xml: added }, diskEdit('disk:vdb', { serial: change(null, 'S1') })],
    ],
  ])('of %s gives the text there was', (_what, edits) => {
    const document = parseXml(xml);
    expect(editDefinition(document.root, edits)).toEqual([]);
    const inverse = inverseIn(document.root, edits);
    expect(editDefinition(document.root, inverse)).toEqual([]);
    expect(serializeXml(document)).toBe(xml);
  });
});

describe('risks', () => {
  const risks = (edit: DomainEdit) => planOf(edit).edits[0]?.risks;
  test('are said for what a guest may not survive', () => {
    expect(risks(diskEdit('disk:vda', { bus: change('virtio', 'sata') }))).toEqual(['busChange']);
    expect(risks({ kind: 'domain', changes: { memory: change(1048576, 524288) } })).toEqual(['memoryShrink']);
    expect(risks({ kind: 'removeDevice', device: 'disk:vda', xml: '<disk/>' })).toEqual(['removesBootDisk']);
    expect(risks({ kind: 'domain', changes: { title: change('Web', 'Shop') } })).toEqual([]);
  });
});

describe('a malformed edit', () => {
  test.each<[string, DomainEdit]>([
    ['a property there is not', { kind: 'domain', changes: { wings: change(null, 2) } }],
    ['a value of another type', { kind: 'domain', changes: { memory: change(1048576, 'much') } }],
    ['XML that is none', { kind: 'addDevice', xml: '<disk>' }],
  ])('%s is refused', (_what, edit) =>
    expect(() => planOf(edit)).toThrowError(expect.objectContaining({ code: 'invalidArgument' })),
  );
});

test('an edit that holds a password is known as such', () => {
  expect(hasSecret({ kind: 'addDevice', xml: `<graphics type='vnc' passwd='x'/>` })).toBe(true);
  expect(hasSecret(diskEdit('graphics:vnc', { password: change(null, 'x') }))).toBe(true);
  expect(hasSecret({ kind: 'addDevice', xml: `<graphics type='vnc'/>` })).toBe(false);
});

test('memory in use above what the running guest has at most waits with that for the next start', () => {
  const definition = "<domain><memory unit='KiB'>1024</memory><currentMemory unit='KiB'>1024</currentMemory></domain>";
  const more = { from: 1024, to: 2048 };
  const plan = planEdits({ persistent: definition, live: definition }, [
    { kind: 'domain', changes: { memory: more, currentMemory: more } },
  ]);
  expect(plan.edits[0]?.effects).toEqual({ memory: 'nextStart', currentMemory: 'nextStart' });
});
