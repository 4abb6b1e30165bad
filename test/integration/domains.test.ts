/** The verbs of a domain, on a real host with real guests. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskPaths } from '../../shared/model/domainXml.ts';
import { startLab, type Lab, type LabHost } from '../lab/lab.ts';
import { refOf, startProgram, type Program } from './program.ts';

let lab: Lab;
let h1: LabHost;
let program: Program;
/** Boots while the first tests are about others, which have no system; it is looked at, saved and shut down by those at the end. */
const guest = 'awake';

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  program = await startProgram();
  await h1.startGuest({ name: guest });
  await program.addHost(h1.uri('ssh'));
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
});

describe('power', () => {
  test('start, start paused, resume, force off: the list follows the host', async () => {
    await h1.defineGuest({ name: 'power', kernel: 'none', network: false });
    const ref = refOf(await program.domain('power'));
    await program.done(await program.api.domains.start({ ...ref, paused: false }));
    expect((await program.domain('power', ({ state }) => state === 'running')).id).toBeGreaterThan(0);
    await program.done(await program.api.domains.destroy(ref));
    await program.domain('power', ({ state }) => state === 'shutoff');
    await program.done(await program.api.domains.start({ ...ref, paused: true }));
    await program.domain('power', ({ state }) => state === 'paused');
    await program.done(await program.api.domains.resume(ref));
    await program.domain('power', ({ state }) => state === 'running');
    await program.done(await program.api.domains.reset(ref));
  });

  test('suspending can be undone, and what was undone cannot be undone again', async () => {
    const ref = refOf(await program.domain('power', ({ state }) => state === 'running'));
    const suspending = await program.done(await program.api.domains.suspend(ref));
    expect(suspending.undoable).toBe(true);
    await program.domain('power', ({ state }) => state === 'paused');
    await program.done(await program.api.tasks.undo({ id: suspending.id }));
    await program.domain('power', ({ state }) => state === 'running');
    await expect(program.api.tasks.undo({ id: suspending.id })).rejects.toMatchObject({ code: 'conflict' });
  });

  test("a refused start says so in libvirt's words, and works when tried again after the cause is gone", async () => {
    const ref = refOf(await program.domain('power', ({ state }) => state === 'running'));
    const refused = await program.ended(await program.api.domains.start({ ...ref, paused: false }));
    expect(refused).toMatchObject({
      state: 'failed',
      error: {
        code: 'libvirt',
        operation: 'domains.start',
        object: { kind: 'domain', name: 'power' },
        libvirt: { code: 55 },
      },
    });
    await program.done(await program.api.domains.destroy(ref));
    await program.done(await program.api.tasks.retry({ id: refused.id }));
    await program.domain('power', ({ state }) => state === 'running');
    await program.done(await program.api.domains.destroy(ref));
  });
});

describe('definition', () => {
  test('autostart, and back by undo', async () => {
    const ref = refOf(await program.domain('power'));
    const task = await program.done(await program.api.domains.setAutostart({ ...ref, autostart: true }));
    expect((await program.domain('power', ({ autostart }) => autostart)).uuid).toBe(ref.uuid);
    await program.done(await program.api.tasks.undo({ id: task.id }));
    await program.domain('power', ({ autostart }) => !autostart);
  });

  test('renaming, and back by undo', async () => {
    const ref = refOf(await program.domain('power', ({ state }) => state === 'shutoff'));
    const task = await program.done(await program.api.domains.rename({ ...ref, name: 'renamed' }));
    expect((await program.domain('renamed')).uuid).toBe(ref.uuid);
    await program.done(await program.api.tasks.undo({ id: task.id }));
    expect((await program.domain('power')).uuid).toBe(ref.uuid);
  });

  test('is read from the host, live and persistent, without passwords', async () => {
    await h1.startGuest({ name: 'secret', kernel: 'none', network: false, vnc: { password: 'sesame' } });
    const ref = refOf(await program.domain('secret', ({ state }) => state === 'running'));
    const live = await program.api.domains.definition({ ...ref, kind: 'live' });
    const persistent = await program.api.domains.definition({ ...ref, kind: 'persistent' });
    expect(live).toMatchObject({ from: 'host' });
    expect(live.xml).toContain('<alias ');
    expect(persistent.xml).not.toContain('<alias ');
    expect(live.xml + persistent.xml).not.toContain('sesame');
    await program.done(await program.api.domains.destroy(ref));
  });
});

describe('deletion', () => {
  const volumes = (): Promise<string> => h1.virsh('vol-list', 'default');

  test('lists the disks, who else uses them, and suggests only what is this domain alone', async () => {
    await h1.defineGuest({ name: 'doomed', kernel: 'none', network: false, disk: 16 });
    const [own = ''] = diskPaths(await h1.virsh('dumpxml', 'doomed'));
    await h1.defineGuest({ name: 'sharer', kernel: 'none', network: false, disk: own });
    const ref = refOf(await program.domain('doomed', ({ definition }) => definition !== undefined));
    await program.domain('sharer', ({ definition }) => definition !== undefined);
    expect(await program.api.domains.deletePlan(ref)).toMatchObject({
      running: false,
      managedSave: false,
      snapshots: 0,
      checkpoints: 0,
      volumes: [
        {
          path: own,
          target: 'vda',
          device: 'disk',
          pool: 'default',
          volume: 'doomed.qcow2',
          capacityBytes: 16 * 1024 ** 2,
          usedBy: ['sharer'],
          suggested: false,
          why: 'usedByOthers',
        },
      ],
    });
    await h1.virsh('undefine', 'sharer');
    await program.gone('sharer');
    expect((await program.api.domains.deletePlan(ref)).volumes).toMatchObject([{ usedBy: [], suggested: true }]);
  });

  test('does not suggest an image that others are based on', async () => {
    await h1.defineGuest({ name: 'template', kernel: 'none', network: false, disk: 16 });
    const [base = ''] = diskPaths(await h1.virsh('dumpxml', 'template'));
    await h1.virsh(
      'vol-create-as',
      'default',
      'clone.qcow2',
      '16M',
      '--format',
      'qcow2',
      '--backing-vol',
      base,
      '--backing-vol-format',
      'qcow2',
    );
    const overlay = await h1.virsh('vol-path', 'clone.qcow2', '--pool', 'default');
    const ref = refOf(await program.domain('template'));
    expect((await program.api.domains.deletePlan(ref)).volumes).toMatchObject([
      { path: base, usedBy: [overlay], suggested: false },
    ]);
    await h1.defineGuest({ name: 'clone', kernel: 'none', network: false, disk: overlay });
    await program.domain('clone', ({ definition }) => definition !== undefined);
    expect((await program.api.domains.deletePlan(ref)).volumes).toMatchObject([
      { usedBy: ['clone'], suggested: false, why: 'usedByOthers' },
    ]);
  });

  test('refuses a running domain unless it may force it off; nothing is lost by the refusal', async () => {
    const ref = refOf(await program.domain('doomed'));
    const { volumes: found } = await program.api.domains.deletePlan(ref);
    const paths = found.map(({ path }) => path);
    await program.done(await program.api.domains.start({ ...ref, paused: true }));
    const refused = await program.ended(await program.api.domains.delete({ ...ref, paths, force: false }));
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'conflict' } });
    expect(await volumes()).toContain('doomed.qcow2');
    const deleted = await program.done(await program.api.domains.delete({ ...ref, paths, force: true }));
    expect(deleted.log.map((line) => line.text)).toEqual(['forcedOff', 'undefined', 'volumeDeleted']);
    await program.gone('doomed');
    expect(await volumes()).not.toContain('doomed.qcow2');
  });

  test('keeps what was not chosen', async () => {
    await h1.defineGuest({ name: 'keeper', kernel: 'none', network: false, disk: 16 });
    const ref = refOf(await program.domain('keeper'));
    await program.done(await program.api.domains.delete({ ...ref, paths: [], force: false }));
    await program.gone('keeper');
    expect(await volumes()).toContain('keeper.qcow2');
  });

  test('that cannot delete one volume says which, and that the rest is done', async () => {
    await h1.defineGuest({ name: 'partly', kernel: 'none', network: false, disk: 16 });
    const ref = refOf(await program.domain('partly'));
    const [path = ''] = diskPaths(await h1.virsh('dumpxml', 'partly'));
    // A directory where the file was: the volume is known, but can't be unlinked.
    await h1.exec(['sh', '-c', 'rm "$1" && mkdir -p "$1/in"', 'sh', path]);
    const task = await program.ended(await program.api.domains.delete({ ...ref, paths: [path], force: false }));
    expect(task).toMatchObject({ state: 'failed', error: { params: { left: 1 } } });
    expect(task.log.map((line) => line.text)).toEqual(['undefined', 'volumeNotDeleted']);
    await program.gone('partly');
  });

  test('refuses a path that is no disk of the domain, and deletes nothing', async () => {
    await h1.defineGuest({ name: 'strict', kernel: 'none', network: false, disk: 16 });
    const ref = refOf(await program.domain('strict'));
    const task = await program.ended(await program.api.domains.delete({ ...ref, paths: ['/etc/passwd'], force: true }));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'conflict' } });
    expect(await h1.virsh('list', '--all', '--name')).toContain('strict');
  });

  test('takes snapshots and saved state along', async () => {
    await h1.startGuest({ name: 'history', kernel: 'none', network: false, disk: 16 });
    await h1.virsh('snapshot-create-as', 'history', 'one');
    await h1.virsh('managedsave', 'history');
    const ref = refOf(await program.domain('history', ({ managedSave }) => managedSave));
    const plan = await program.api.domains.deletePlan(ref);
    expect(plan).toMatchObject({ snapshots: 1, managedSave: true, running: false });
    await program.done(
      await program.api.domains.delete({ ...ref, paths: plan.volumes.map(({ path }) => path), force: false }),
    );
    await program.gone('history');
  });
});

describe('what a guest shows', () => {
  test('its address by the DHCP lease', async () => {
    const address = await h1.waitForLease(guest);
    const ref = refOf(await program.domain(guest, ({ state }) => state === 'running'));
    expect(await program.api.domains.addresses(ref)).toContainEqual(
      expect.objectContaining({ address, family: 'ipv4', source: 'lease' }),
    );
  });

  test('its screen as a PNG, changed by a key', async () => {
    await h1.waitForSerial(guest);
    const ref = refOf(await program.domain(guest, ({ state }) => state === 'running'));
    const first = await program.api.domains.screenshot(ref);
    expect(first.mime).toBe('image/png');
    expect([...first.bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
    await program.api.domains.sendKeys({ ...ref, codes: [30] }); // KEY_A
    await expect
      .poll(async () =>
        Buffer.compare(Buffer.from((await program.api.domains.screenshot(ref)).bytes), Buffer.from(first.bytes)),
      )
      .not.toBe(0);
  });

  test('nothing where there is no screen', async () => {
    await h1.startGuest({ name: 'blind', kernel: 'none', network: false, vnc: false });
    const ref = refOf(await program.domain('blind', ({ state }) => state === 'running'));
    await expect(program.api.domains.screenshot(ref)).rejects.toMatchObject({ code: 'notSupported' });
    expect(await program.api.domains.addresses(ref)).toEqual([]);
  });
});

describe('saved state', () => {
  test('saving turns the guest off with its memory kept; restoring goes on where it was', async () => {
    const ref = refOf(await program.domain(guest, ({ state }) => state === 'running'));
    const saving = await program.done(await program.api.domains.save(ref));
    expect(saving.undoable).toBe(true);
    await program.domain(guest, ({ state, managedSave }) => state === 'shutoff' && managedSave);
    await program.done(await program.api.domains.restore({ ...ref, paused: false }));
    await program.domain(guest, ({ state, managedSave }) => state === 'running' && !managedSave);
  });
});

describe('shutting down', () => {
  test('asks the guest, which goes off by itself', async () => {
    const ref = refOf(await program.domain(guest, ({ state }) => state === 'running'));
    const task = await program.done(await program.api.domains.shutdown({ ...ref, mode: 'acpi' }));
    expect(task.log.map((line) => line.text)).toContain('guestAsked');
    await h1.waitForState(guest, 'shut off');
    await program.domain(guest, ({ state }) => state === 'shutoff');
  });
});

test('a call whose answer never came ends its task with an unknown outcome', async () => {
  await h1.defineGuest({ name: 'lost', kernel: 'none', network: false });
  const ref = refOf(await program.domain('lost'));
  await program.done(await program.api.domains.start({ ...ref, paused: true })); // the lane is open before the daemon hangs
  await program.done(await program.api.domains.destroy(ref));
  await program.domain('lost', ({ state }) => state === 'shutoff');
  await h1.hangDaemon();
  const id = await program.api.domains.start({ ...ref, paused: false });
  await program.api.hosts.disconnect({ host: ref.host });
  const task = await program.ended(id);
  await h1.resumeDaemon();
  expect(task).toMatchObject({
    state: 'failed',
    error: { code: 'outcomeUnknown' },
  });
});
