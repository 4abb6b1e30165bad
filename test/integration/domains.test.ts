/** The verbs of a domain, on a real host with real guests. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
    await program.done(await program.api.domain.start({ ...ref, paused: false }));
    expect((await program.domain('power', ({ state }) => state === 'running')).id).toBeGreaterThan(0);
    await program.done(await program.api.domain.destroy(ref));
    await program.domain('power', ({ state }) => state === 'shutoff');
    await program.done(await program.api.domain.start({ ...ref, paused: true }));
    await program.domain('power', ({ state }) => state === 'paused');
    await program.done(await program.api.domain.resume(ref));
    await program.domain('power', ({ state }) => state === 'running');
    await program.done(await program.api.domain.reset(ref));
  });

  test('suspending can be undone, and what was undone cannot be undone again', async () => {
    const ref = refOf(await program.domain('power', ({ state }) => state === 'running'));
    const suspending = await program.done(await program.api.domain.suspend(ref));
    expect(suspending.undoable).toBe(true);
    await program.domain('power', ({ state }) => state === 'paused');
    await program.done(await program.api.task.undo({ id: suspending.id }));
    await program.domain('power', ({ state }) => state === 'running');
    await expect(program.api.task.undo({ id: suspending.id })).rejects.toMatchObject({ code: 'conflict' });
  });

  test("a refused start says so in libvirt's words, and works when tried again after the cause is gone", async () => {
    const ref = refOf(await program.domain('power', ({ state }) => state === 'running'));
    const refused = await program.ended(await program.api.domain.start({ ...ref, paused: false }));
    expect(refused).toMatchObject({
      state: 'failed',
      error: {
        code: 'libvirt',
        operation: 'domain.start',
        object: { kind: 'domain', name: 'power' },
        libvirt: { code: 55 },
      },
    });
    await program.done(await program.api.domain.destroy(ref));
    await program.done(await program.api.task.retry({ id: refused.id }));
    await program.domain('power', ({ state }) => state === 'running');
    await program.done(await program.api.domain.destroy(ref));
  });
});

describe('definition', () => {
  test('autostart, and back by undo', async () => {
    const ref = refOf(await program.domain('power'));
    const task = await program.done(await program.api.domain.setAutostart({ ...ref, autostart: true }));
    expect((await program.domain('power', ({ autostart }) => autostart)).uuid).toBe(ref.uuid);
    await program.done(await program.api.task.undo({ id: task.id }));
    await program.domain('power', ({ autostart }) => !autostart);
  });

  test('renaming, and back by undo', async () => {
    const ref = refOf(await program.domain('power', ({ state }) => state === 'shutoff'));
    const task = await program.done(await program.api.domain.rename({ ...ref, name: 'renamed' }));
    expect((await program.domain('renamed')).uuid).toBe(ref.uuid);
    await program.done(await program.api.task.undo({ id: task.id }));
    expect((await program.domain('power')).uuid).toBe(ref.uuid);
  });

  test('is read from the host, live and persistent, without passwords', async () => {
    await h1.startGuest({ name: 'secret', kernel: 'none', network: false, vnc: { password: 'sesame' } });
    const ref = refOf(await program.domain('secret', ({ state }) => state === 'running'));
    const live = await program.api.domain.definition({ ...ref, kind: 'live' });
    const persistent = await program.api.domain.definition({ ...ref, kind: 'persistent' });
    expect(live).toMatchObject({ from: 'host' });
    expect(live.xml).toContain('<alias ');
    expect(persistent.xml).not.toContain('<alias ');
    expect(live.xml + persistent.xml).not.toContain('sesame');
    await program.done(await program.api.domain.destroy(ref));
  });
});

describe('what a guest shows', () => {
  test('its address by the DHCP lease', async () => {
    const address = await h1.waitForLease(guest);
    const ref = refOf(await program.domain(guest, ({ state }) => state === 'running'));
    expect(await program.api.domain.addresses(ref)).toContainEqual(
      expect.objectContaining({ address, family: 'ipv4', source: 'lease' }),
    );
  });

  test('its screen as a PNG, changed by a key', async () => {
    await h1.waitForSerial(guest);
    const ref = refOf(await program.domain(guest, ({ state }) => state === 'running'));
    const first = await program.api.domain.screenshot(ref);
    expect(first.mime).toBe('image/png');
    expect([...first.bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
    await program.api.domain.sendKeys({ ...ref, codes: [30] }); // KEY_A
    await expect
      .poll(async () =>
        Buffer.compare(Buffer.from((await program.api.domain.screenshot(ref)).bytes), Buffer.from(first.bytes)),
      )
      .not.toBe(0);
  });

  test('nothing where there is no screen', async () => {
    await h1.startGuest({ name: 'blind', kernel: 'none', network: false, vnc: false });
    const ref = refOf(await program.domain('blind', ({ state }) => state === 'running'));
    await expect(program.api.domain.screenshot(ref)).rejects.toMatchObject({ code: 'notSupported' });
    expect(await program.api.domain.addresses(ref)).toEqual([]);
  });
});

describe('saved state', () => {
  test('saving turns the guest off with its memory kept; restoring goes on where it was', async () => {
    const ref = refOf(await program.domain(guest, ({ state }) => state === 'running'));
    const saving = await program.done(await program.api.domain.save(ref));
    expect(saving.undoable).toBe(true);
    await program.domain(guest, ({ state, managedSave }) => state === 'shutoff' && managedSave);
    await program.done(await program.api.domain.restore({ ...ref, paused: false }));
    await program.domain(guest, ({ state, managedSave }) => state === 'running' && !managedSave);
  });
});

describe('shutting down', () => {
  test('asks the guest, which goes off by itself', async () => {
    const ref = refOf(await program.domain(guest, ({ state }) => state === 'running'));
    const task = await program.done(await program.api.domain.shutdown({ ...ref, mode: 'acpi' }));
    expect(task.log.map((line) => line.text)).toContain('guestAsked');
    await h1.waitForState(guest, 'shut off');
    await program.domain(guest, ({ state }) => state === 'shutoff');
  });
});

test('a call whose answer never came ends its task with an unknown outcome', async () => {
  await h1.defineGuest({ name: 'lost', kernel: 'none', network: false });
  const ref = refOf(await program.domain('lost'));
  await program.done(await program.api.domain.start({ ...ref, paused: true })); // the lane is open before the daemon hangs
  await program.done(await program.api.domain.destroy(ref));
  await program.domain('lost', ({ state }) => state === 'shutoff');
  await h1.hangDaemon();
  const id = await program.api.domain.start({ ...ref, paused: false });
  await program.api.host.disconnect({ host: ref.host });
  const task = await program.ended(id);
  await h1.resumeDaemon();
  expect(task).toMatchObject({
    state: 'failed',
    error: { code: 'outcomeUnknown' },
  });
});
