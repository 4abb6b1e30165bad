/** Changing a domain: plan, apply, what the guest sees, what others did meanwhile, and the way back. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyedDevices } from '../../shared/model/devices/deviceKey.ts';
import type { DomainRef } from '../../shared/model/domain.ts';
import type { DomainEdit, EditValue } from '../../shared/model/domainEdit.ts';
import { pendingChanges } from '../../shared/model/pendingChanges.ts';
import { parseXml } from '../../shared/xml/parse.ts';
import { serializeElement } from '../../shared/xml/serialize.ts';
import { startLab, until, type Lab, type LabHost } from '../lab/lab.ts';
import { inGuest } from './guestAgent.ts';
import { refOf, startProgram, type Program } from './program.ts';

let lab: Lab;
let h1: LabHost;
let program: Program;
let ref: DomainRef;
const guest = 'edited';
/** One that more vCPUs and memory are plugged into. */
const growing = 'growing';
let grows: DomainRef;
/** One without a system: nobody answers when a device is asked back. */
const deaf = 'deaf';
let deafRef: DomainRef;
/** The task that asks it; it takes as long as VirtDeck's patience, so it is begun first and looked at last. */
let asking: string;

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  program = await startProgram();
  await program.addHost(h1.uri('ssh'));
  await h1.startGuest({ name: deaf, kernel: 'none', disk: 8, network: false });
  deafRef = refOf(await program.domain(deaf, ({ state }) => state === 'running'));
  asking = await program.api.domain.edit({
    ...deafRef,
    edits: [{ kind: 'removeDevice', device: 'disk:vda', xml: deviceIn((await both(deafRef)).persistent, 'disk:vda') }],
    ...options,
  });
  await h1.startGuest({ name: guest, kernel: 'cloud', disk: 16, memoryMiB: 160, vcpus: 1 });
  await h1.defineGuest({ name: growing, kernel: 'cloud', memoryMiB: 160, vcpus: 1, network: false });
  grows = refOf(await program.domain(growing));
  await program.done(await program.api.domain.edit({ ...grows, edits: [roomToGrow], ...options }));
  await h1.startGuest(growing);
  ref = refOf(await program.domain(guest, ({ state }) => state === 'running'));
  await h1.waitForSerial(guest, /GUEST READY/);
  await h1.waitForSerial(growing, /GUEST READY/);
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
});

const both = async (target: DomainRef) => {
  const [live, persistent] = await Promise.all(
    (['live', 'persistent'] as const).map((kind) => program.api.domain.definition({ ...target, kind })),
  );
  return { live: live?.xml ?? '', persistent: persistent?.xml ?? '' };
};
const options = { nextStartOnly: false, force: false };
const edit = async (edits: DomainEdit[], more: Partial<typeof options> = {}) =>
  await program.ended(await program.api.domain.edit({ ...ref, edits, ...options, ...more }));
const changed = (from: EditValue, to: EditValue) => ({ from, to });
const editOf = async (target: DomainRef, edits: DomainEdit[]) =>
  await program.ended(await program.api.domain.edit({ ...target, edits, ...options }));
const roomToGrow: DomainEdit = {
  kind: 'domain',
  changes: {
    vcpu: changed(1, 2),
    currentVcpu: changed(null, 1),
    maxMemory: changed(null, 1024 * 1024),
    maxMemorySlots: changed(null, 4),
    numaCells: changed(null, [{ id: 0, cpus: '0-1', memory: 160 * 1024 }]),
  },
};
const deviceIn = (xml: string, device: string): string =>
  serializeElement(keyedDevices(parseXml(xml).root).get(device) ?? parseXml('<none/>').root);
const keyOf = (xml: string, element: string): string =>
  [...keyedDevices(parseXml(xml).root).keys()].find((key) => key.startsWith(`${element}:`)) ?? '';

test('right after its start a guest has no pending changes: what libvirt adds by itself is none', async () => {
  const { live, persistent } = await both(ref);
  expect(pendingChanges(live, persistent)).toEqual([]);
});

describe('a disk', () => {
  const path = '/var/lib/libvirt/images/extra.qcow2';
  const disk = `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${path}'/><target dev='vdb' bus='virtio'/></disk>`;
  const add: DomainEdit = { kind: 'addDevice', xml: disk };

  test('is planned as felt at once, with both definitions before and after, and nothing is changed by planning', async () => {
    await h1.virsh('vol-create-as', 'default', 'extra.qcow2', '8MiB', '--format', 'qcow2');
    const before = await both(ref);
    const plan = await program.api.domain.planEdits({ ...ref, edits: [add], ...options });
    expect(plan.conflicts).toEqual([]);
    expect(plan.edits[0]).toMatchObject({ effects: { '': 'now' }, live: [{ kind: 'attach' }], risks: [] });
    expect(plan.persistent?.before).not.toContain(path);
    expect(plan.persistent?.after).toContain(path);
    expect(plan.live?.after).toContain(path);
    expect(await both(ref)).toEqual(before);
  });

  test('is plugged in: the guest sees it, and it is there at the next start too, in the same place', async () => {
    const task = await edit([add]);
    expect(task).toMatchObject({ state: 'done', undoable: true });
    const size = `${(8 * 1024 * 1024) / 512}\n`;
    await until('the disk in the guest', async () => (await inGuest(h1, guest, 'cat /sys/block/vdb/size')) === size);
    const { live, persistent } = await both(ref);
    const addresses = [live, persistent].map((xml) => {
      const address = keyedDevices(parseXml(xml).root).get('disk:vdb')?.child('address');
      return address && serializeElement(address);
    });
    expect(addresses[0]).toBeDefined();
    expect(addresses[0]).toBe(addresses[1]);
    expect(pendingChanges(live, persistent)).toEqual([]);
  });

  test('is unplugged once the guest has let go, and undo plugs it in again', async () => {
    const { persistent } = await both(ref);
    const xml = deviceIn(persistent, 'disk:vdb');
    const task = await edit([{ kind: 'removeDevice', device: 'disk:vdb', xml }]);
    expect(task).toMatchObject({ state: 'done' });
    expect(await inGuest(h1, guest, 'ls /sys/block')).not.toContain('vdb');
    await program.done(await program.api.task.undo({ id: task.id }));
    await until('the disk in the guest', async () => (await inGuest(h1, guest, 'ls /sys/block')).includes('vdb'));
  });

  test('is throttled while it runs', async () => {
    const task = await edit([
      { kind: 'device', device: 'disk:vdb', changes: { totalRequestsPerSecond: changed(null, 50) } },
    ]);
    expect(task).toMatchObject({ state: 'done' });
    expect(await h1.virsh('blkdeviotune', guest, 'vdb')).toMatch(/total_iops_sec\s*: 50/);
    const { live, persistent } = await both(ref);
    expect(pendingChanges(live, persistent)).toEqual([]);
  });
});

describe('a network card', () => {
  const mac = '52:54:00:aa:bb:01';
  const card = `<interface type='network'><mac address='${mac}'/><source network='default'/><model type='virtio'/></interface>`;
  const cards = async () => (await inGuest(h1, guest, 'cat /sys/class/net/*/address')).includes(mac);

  test('is plugged in and out', async () => {
    const task = await edit([{ kind: 'addDevice', xml: card }]);
    expect(task).toMatchObject({ state: 'done' });
    await until('the card in the guest', cards);
    await program.done(await program.api.task.undo({ id: task.id }));
    await until('the card gone', async () => !(await cards()));
  });

  test("has its link put down: the guest's carrier is gone, and back after undo", async () => {
    const { persistent } = await both(ref);
    const device = keyOf(persistent, 'interface');
    const carrier = async () => (await inGuest(h1, guest, 'cat /sys/class/net/eth0/carrier')).trim();
    const task = await edit([{ kind: 'device', device, changes: { link: changed(null, 'down') } }]);
    expect(task).toMatchObject({ state: 'done' });
    await until('no carrier', async () => (await carrier()) === '0');
    await program.done(await program.api.task.undo({ id: task.id }));
    await until('a carrier', async () => (await carrier()) === '1');
  });
});

describe('what the guest cannot take while it runs', () => {
  test('is kept for the next start, said so in the plan, and shows as pending until then', async () => {
    const edits: DomainEdit[] = [
      { kind: 'domain', changes: { memory: changed(160 * 1024, 192 * 1024), title: changed(null, 'Edited') } },
    ];
    const plan = await program.api.domain.planEdits({ ...ref, edits, ...options });
    expect(plan.edits[0]?.effects).toEqual({ memory: 'nextStart', title: 'now' });
    expect(await edit(edits)).toMatchObject({ state: 'done' });
    const { live, persistent } = await both(ref);
    expect(pendingChanges(live, persistent)).toEqual([
      { kind: 'property', property: 'memory', live: 160 * 1024, persistent: 192 * 1024 },
    ]);
    await program.domain(guest, ({ pending }) => pending === 1); // the mark in lists
  });

  test('is reverted by undo', async () => {
    const task = await edit([{ kind: 'domain', changes: { memory: changed(192 * 1024, 160 * 1024) } }]);
    expect(task).toMatchObject({ state: 'done' });
    const { live, persistent } = await both(ref);
    expect(pendingChanges(live, persistent)).toEqual([]);
    await program.domain(guest, ({ pending }) => pending === undefined);
  });
});

describe('memory and lifecycle', () => {
  const totalKiB = async (name: string) =>
    Number(/^MemTotal: *(\d+) kB$/m.exec(await inGuest(h1, name, 'cat /proc/meminfo'))?.[1]);

  test('the balloon takes memory from the running guest, which has that much less', async () => {
    const before = await totalKiB(guest);
    const task = await edit([{ kind: 'domain', changes: { currentMemory: changed(160 * 1024, 150 * 1024) } }]);
    expect(task).toMatchObject({ state: 'done' });
    await until('less memory in the guest', async () => (await totalKiB(guest)) === before - 10 * 1024);
    await program.done(await program.api.task.undo({ id: task.id }));
    await until('all of it again', async () => (await totalKiB(guest)) === before);
  });

  test('what happens on a crash changes at once', async () => {
    expect(await edit([{ kind: 'domain', changes: { onCrash: changed('destroy', 'preserve') } }])).toMatchObject({
      state: 'done',
    });
    expect((await both(ref)).live).toContain('<on_crash>preserve</on_crash>');
  });
});

describe('what is plugged into a running guest', () => {
  const dimm = `<memory model='dimm'><target><size unit='MiB'>128</size><node>0</node></target></memory>`;
  const blocks = async () =>
    (await inGuest(h1, growing, 'ls -d /sys/devices/system/memory/memory*')).trim().split('\n').length;

  test('may be vCPUs: the guest has one more', async () => {
    expect(await inGuest(h1, growing, 'cat /sys/devices/system/cpu/present')).toBe('0\n');
    const edits: DomainEdit[] = [{ kind: 'domain', changes: { currentVcpu: changed(1, 2) } }];
    const plan = await program.api.domain.planEdits({ ...grows, edits, ...options });
    expect(plan.edits[0]?.effects).toEqual({ currentVcpu: 'now' });
    expect(await editOf(grows, edits)).toMatchObject({ state: 'done' });
    await until(
      'a second CPU',
      async () => (await inGuest(h1, growing, 'cat /sys/devices/system/cpu/present')) === '0-1\n',
    );
    const { live, persistent } = await both(grows);
    expect(pendingChanges(live, persistent)).toEqual([]);
  });

  test('may be memory modules: the guest has that much more', async () => {
    const before = await blocks();
    expect(await editOf(grows, [{ kind: 'addDevice', xml: dimm }])).toMatchObject({ state: 'done' });
    await until('another block of 128 MiB', async () => (await blocks()) === before + 1);
    const { live, persistent } = await both(grows);
    expect(pendingChanges(live, persistent)).toEqual([]);
  });

  test('is let go of again where the guest does not use it: it has that much less', async () => {
    const device = keyOf((await both(grows)).live, 'memory');
    const before = await blocks();
    expect(await editOf(grows, [{ kind: 'removeDevice', device, xml: dimm }])).toMatchObject({ state: 'done' });
    expect(await blocks()).toBe(before - 1);
    const { live, persistent } = await both(grows);
    for (const xml of [live, persistent]) expect(keyOf(xml, 'memory')).toBe('');
  });

  test('stays in where the guest says nothing, now and at the next start', async () => {
    expect(await program.ended(asking)).toMatchObject({ state: 'failed', error: { code: 'guestSilent' } });
    const { live, persistent } = await both(deafRef);
    for (const xml of [live, persistent]) expect(keyOf(xml, 'disk')).toBe('disk:vda');
  });
});

describe("somebody else's change between plan and apply", () => {
  const define = async (change: (xml: string) => string) => {
    const file = join(h1.directory, 'changed.xml');
    await writeFile(file, change(await h1.virsh('dumpxml', '--inactive', '--security-info', guest)));
    await h1.virsh('define', file);
  };

  test('to something else is kept: both changes are there', async () => {
    await define((xml) => xml.replace('<name>', '<description>by virsh</description><name>'));
    const task = await edit([{ kind: 'domain', changes: { bootMenu: changed(null, true) } }]);
    expect(task).toMatchObject({ state: 'done' });
    const { persistent } = await both(ref);
    expect(persistent).toContain('<description>by virsh</description>');
    expect(persistent).toContain(`<bootmenu enable='yes'`);
  });

  test('to the same property stops before anything is changed, and tells all three values', async () => {
    await define((xml) => xml.replace('<description>by virsh</description>', '<description>virsh again</description>'));
    const before = await both(ref);
    const edits: DomainEdit[] = [
      { kind: 'domain', changes: { description: changed('by virsh', 'mine'), title: changed('Edited', 'Other') } },
    ];
    expect(await edit(edits)).toMatchObject({ state: 'failed', error: { code: 'editConflict' } });
    expect(await both(ref)).toEqual(before);
    const plan = await program.api.domain.planEdits({ ...ref, edits, ...options });
    expect(plan.conflicts).toEqual([
      { edit: 0, property: 'description', from: 'by virsh', current: 'virsh again', to: 'mine' },
    ]);
    expect(await edit(edits, { force: true })).toMatchObject({ state: 'done' });
    expect((await both(ref)).persistent).toContain('<description>mine</description>');
  });
});

describe('several edits, of which the guest refuses one', () => {
  test('the others hold, the refused one is out of the next start too, and the log says which', async () => {
    const missing = `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/nowhere.img'/><target dev='vdx' bus='virtio'/></disk>`;
    const task = await edit([
      { kind: 'addDevice', xml: missing },
      { kind: 'domain', changes: { title: changed('Other', 'Third') } },
    ]);
    expect(task).toMatchObject({ state: 'failed', error: { code: 'partlyDone', cause: { code: 'libvirt' } } });
    expect(task.log.map(({ text }) => text)).toContain('editRefused');
    const { live, persistent } = await both(ref);
    expect(persistent).not.toContain('/nowhere.img');
    expect(persistent).toContain('<title>Third</title>');
    expect(live).toContain('<title>Third</title>');
  });
});

describe('passwords', () => {
  test('that a window never saw survive every edit, and a new one is not recorded', async () => {
    await h1.defineGuest({ name: 'secret', kernel: 'none', network: false, vnc: { password: 'hush' } });
    const other = refOf(await program.domain('secret'));
    const apply = async (edits: DomainEdit[]) =>
      await program.done(await program.api.domain.edit({ ...other, edits, ...options }));
    await apply([{ kind: 'domain', changes: { title: changed(null, 'kept') } }]);
    expect(await h1.virsh('dumpxml', '--security-info', 'secret')).toContain(`passwd='hush'`);
    const { xml } = await program.api.domain.definition({ ...other, kind: 'persistent' });
    await apply([{ kind: 'definition', from: xml, to: xml.replace('kept', 'whole') }]);
    const now = await h1.virsh('dumpxml', '--security-info', 'secret');
    expect(now).toContain('<title>whole</title>');
    expect(now).toContain(`passwd='hush'`);
    const task = await apply([
      { kind: 'device', device: 'graphics:vnc', changes: { password: changed(null, 'quiet') } },
    ]);
    expect(task.undoable).toBe(false);
    expect(await h1.virsh('dumpxml', '--security-info', 'secret')).toContain(`passwd='quiet'`);
  });

  test('a whole definition edited by hand can be undone, though libvirt wrote it in its own way', async () => {
    const other = refOf(await program.domain('secret'));
    const { xml } = await program.api.domain.definition({ ...other, kind: 'persistent' });
    const to = xml.replace('<title>whole</title>', '<title>hand</title><description>made</description>');
    const task = await program.done(
      await program.api.domain.edit({ ...other, edits: [{ kind: 'definition', from: xml, to }], ...options }),
    );
    await program.done(await program.api.task.undo({ id: task.id }));
    expect((await program.api.domain.definition({ ...other, kind: 'persistent' })).xml).toBe(xml);
  });

  test('a definition that the schema refuses is not taken, and nothing is lost', async () => {
    const other = refOf(await program.domain('secret'));
    const { xml } = await program.api.domain.definition({ ...other, kind: 'persistent' });
    const edits: DomainEdit[] = [
      { kind: 'definition', from: xml, to: xml.replace('<on_crash>', '<novelty/><on_crash>') },
    ];
    const task = await program.ended(await program.api.domain.edit({ ...other, edits, ...options }));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'invalidArgument', libvirt: {} } });
    expect((await program.api.domain.definition({ ...other, kind: 'persistent' })).xml).toBe(xml);
  });
});
