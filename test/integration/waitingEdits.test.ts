/** Edits that need the guest off: planned as such, refused while it runs, kept until its shutdown, and a restart that puts them in force. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apply } from '../../shared/changes.ts';
import type { Domain, DomainRef } from '../../shared/model/domain.ts';
import type { DomainEdit, EditValue } from '../../shared/model/domainEdit.ts';
import type { WaitingEdits } from '../../shared/model/waitingEdits.ts';
import type { Task } from '../../shared/model/task.ts';
import { startLab, until, type Lab, type LabHost } from '../lab/lab.ts';
import { refOf, startProgram, type Program } from './program.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

let lab: Lab;
let h1: LabHost;
let dataDir: string;
let program: Program;
let ref: DomainRef;

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  dataDir = temporaryFolder('virtdeck-');
  program = await startProgram(dataDir);
  await program.addHost(h1.uri('ssh'));
  await h1.startGuest({ name: 'patient', disk: 8 });
  ref = refOf(await program.domain('patient', ({ state }) => state === 'running'));
  await h1.waitForSerial('patient');
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
  await rm(dataDir, { recursive: true, force: true });
});

const isOff = ({ state }: Domain): boolean => state === 'shutoff';
const isRunning = ({ state }: Domain): boolean => state === 'running';
const options = { nextStartOnly: false, force: false };
const change = (property: string, from: EditValue, to: EditValue): DomainEdit => ({
  kind: 'domain',
  changes: { [property]: { from, to } },
});
const persistent = async () => (await program.api.domain.definition({ ...ref, kind: 'persistent' })).xml;
/** What waits for the guest now. */
const waiting = async (): Promise<WaitingEdits | undefined> => {
  const stop = new AbortController();
  for await (const changes of program.api.waitingEdits.watch({}, stop)) {
    stop.abort();
    return Object.values(apply({}, changes)).find(({ uuid }) => uuid === ref.uuid);
  }
  return undefined;
};
/** The last task of the verb. */
const latest = async (verb: string): Promise<Task> => {
  const stop = new AbortController();
  for await (const { added } of program.api.task.watch({}, stop)) {
    stop.abort();
    const found = Object.values(added).findLast((task) => task.verb === verb);
    if (found !== undefined) return found;
  }
  throw new Error(`no task ${verb}`);
};
const put = (edits: DomainEdit[], startAgain = false) =>
  program.api.waitingEdits.put({ ...ref, edits, force: false, startAgain });

describe('a new name', () => {
  test('is planned as needing a shutdown, and refused with nothing changed while the guest runs', async () => {
    const edits = [change('name', 'patient', 'renamed'), change('title', null, 'Renamed')];
    const plan = await program.api.domain.planEdits({ ...ref, edits, ...options });
    expect(plan.edits.map(({ effects }) => effects)).toEqual([{ name: 'shutdown' }, { title: 'now' }]);
    const before = await persistent();
    const task = await program.ended(await program.api.domain.edit({ ...ref, edits, ...options }));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'needsShutdown' } });
    expect(await persistent()).toBe(before);
  });

  test('another UUID is never taken: it would be another VM', async () => {
    const other = [change('uuid', ref.uuid, '00000000-0000-4000-8000-000000000000')];
    await expect(program.api.domain.planEdits({ ...ref, edits: other, ...options })).rejects.toMatchObject({
      code: 'invalidArgument',
    });
  });
});

describe('edits that wait', () => {
  test('are refused when they hold a password, or meet a change of somebody else already', async () => {
    await expect(
      put([{ kind: 'device', device: 'graphics:vnc', changes: { password: { from: null, to: 'hush' } } }]),
    ).rejects.toMatchObject({ code: 'secretNotKept' });
    await expect(put([change('title', 'Not so', 'Mine')])).rejects.toMatchObject({ code: 'editConflict' });
    expect(await waiting()).toBeUndefined();
  });

  test('change nothing while the guest runs, and can be dropped', async () => {
    const before = await persistent();
    await put([change('title', null, 'Later')]);
    expect(await waiting()).toMatchObject({ edits: [{ kind: 'domain' }], startAgain: false });
    expect(await persistent()).toBe(before);
    await program.api.waitingEdits.drop(ref);
    expect(await waiting()).toBeUndefined();
  });

  test('outlive the program: a shutdown that it did not see is found when it is back, and what waited is made', async () => {
    await put([change('name', 'patient', 'renamed'), change('vcpu', 1, 2)]);
    await program[Symbol.asyncDispose]();
    await h1.virsh('destroy', 'patient');
    program = await startProgram(dataDir);
    await program.api.host.connect({ host: ref.host });
    await program.domain('renamed', isOff);
    await until('nothing waits', async () => (await waiting()) === undefined);
    expect(await persistent()).toContain("<vcpu placement='static'>2</vcpu>");
  });

  test('are made at once where the guest is off, and undo takes the name back too', async () => {
    await put([change('name', 'renamed', 'again')]);
    await program.domain('again', isOff);
    await program.done(await program.api.task.undo({ id: (await latest('domain.edit')).id }));
    await program.domain('renamed', isOff);
    expect(await persistent()).toContain('<name>renamed</name>');
  });

  test('wait for the start after next where the guest is saved: it goes on as it was saved', async () => {
    await program.done(await program.api.domain.start({ ...ref, paused: false }));
    await program.domain('renamed', isRunning);
    await put([change('title', null, 'After')]);
    await program.done(await program.api.domain.save(ref));
    await program.domain('renamed', ({ state, managedSave }) => state === 'shutoff' && managedSave);
    expect(
      (await program.api.domain.planEdits({ ...ref, edits: [change('title', null, 'x')], ...options })).savedState,
    ).toBe(true);
    await program.done(await program.api.domain.restore({ ...ref, paused: false }));
    await program.domain('renamed', isRunning);
    expect(await waiting()).toBeDefined();
    expect(await persistent()).not.toContain('<title>');
  });

  test('that fail say why, wait on, and the guest is started again all the same', async () => {
    await put([change('title', null, 'Mine')], true);
    await h1.virsh('desc', 'renamed', '--title', '--config', '--live', 'Theirs');
    await h1.virsh('destroy', 'renamed');
    await until('the error', async () => (await waiting())?.error?.code === 'editConflict');
    await program.domain('renamed', isRunning);
    expect(await persistent()).toContain('<title>Theirs</title>');
    await put([change('title', 'Theirs', 'Mine')], true);
    await h1.virsh('destroy', 'renamed');
    await until('nothing waits', async () => (await waiting()) === undefined);
    await program.domain('renamed', (domain) => isRunning(domain) && domain.definition?.title === 'Mine');
  });
});

describe('a restart', () => {
  const asked = { mode: 'acpi' as const, patienceSeconds: 1, force: false };

  test('of a paused guest is refused; with force it is off and on again', async () => {
    await h1.virsh('suspend', 'renamed');
    const { id } = await program.domain('renamed', ({ state }) => state === 'paused');
    const task = await program.ended(await program.api.domain.restart({ ...ref, ...asked }));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'libvirt' } });
    const forced = await program.done(await program.api.domain.restart({ ...ref, ...asked, force: true }));
    expect(forced.log.map(({ text }) => text)).toEqual(['forcedOff', 'startedAgain']);
    await program.domain('renamed', (domain) => isRunning(domain) && domain.id !== id);
  });

  test('of a guest that does not answer fails after the patience given, and the guest runs on, unless it is forced', async () => {
    await h1.startGuest({ name: 'deaf', kernel: 'none', network: false });
    const deaf = await program.domain('deaf', isRunning);
    const task = await program.ended(await program.api.domain.restart({ ...refOf(deaf), ...asked }));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'guestStaysOn' } });
    expect(await program.domain('deaf')).toMatchObject({ state: 'running', id: deaf.id });
    const forced = await program.done(await program.api.domain.restart({ ...refOf(deaf), ...asked, force: true }));
    expect(forced.log.map(({ text }) => text)).toEqual(['guestAsked', 'forcedOff', 'startedAgain']);
    await program.domain('deaf', (domain) => isRunning(domain) && domain.id !== deaf.id);
  });

  test('shuts the guest down and starts it with the definition that waited', async () => {
    await h1.waitForSerial('patient', /login: $/);
    const edits = [change('bootMenu', null, true)];
    await program.done(await program.api.domain.edit({ ...ref, edits, ...options }));
    const { id } = await program.domain('renamed', ({ pending }) => pending === 1);
    const patience = { ...asked, patienceSeconds: 50 };
    const task = await program.done(await program.api.domain.restart({ ...ref, ...patience }));
    expect(task.log.map(({ text }) => text)).toEqual(['guestAsked', 'guestOff', 'startedAgain']);
    await program.domain('renamed', (domain) => isRunning(domain) && domain.id !== id && domain.pending === undefined);
    expect((await program.api.domain.definition({ ...ref, kind: 'live' })).xml).toContain('<bootmenu enable=');
  });
});
