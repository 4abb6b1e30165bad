/** Dry runs of verbs against a real host: what would be done is told, and nothing is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Task } from '../../shared/model/task.ts';
import type { DomainRef } from '../../shared/model/domain.ts';
import type { DomainEdit } from '../../shared/model/domainEdit.ts';
import type { PlannedVerb, PlanPreview } from '../../shared/model/plan.ts';
import { startLab, type Lab, type LabHost } from '../lab/lab.ts';
import { refOf, startProgram, type Program } from './program.ts';

let lab: Lab;
let h1: LabHost;
let program: Program;
let off: DomainRef;
let running: DomainRef;

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  program = await startProgram();
  await program.addHost(h1.uri('ssh'));
  await h1.defineGuest({ name: 'resting', disk: 8 });
  await h1.startGuest({ name: 'busy', kernel: 'none', disk: 8, network: false });
  off = refOf(await program.domain('resting'));
  running = refOf(await program.domain('busy', ({ state }) => state === 'running'));
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
});

type Inputs = Parameters<Program['api']['plan']['preview']>[0]['inputs'];
const preview = (verb: string, ...inputs: Inputs) => program.api.plan.preview({ verb, inputs });
const planned = ([first]: readonly PlannedVerb[]): PlanPreview => {
  if (first?.kind !== 'planned') throw new Error(`not planned: ${JSON.stringify(first)}`);
  return first.plan;
};
const xml = async (ref: DomainRef) => (await program.api.domain.definition({ ...ref, kind: 'persistent' })).xml;
const tasks = async (): Promise<readonly Task[]> => {
  const stop = new AbortController();
  for await (const { added } of program.api.task.watch({}, stop)) {
    stop.abort();
    return Object.values(added);
  }
  return [];
};
const options = { nextStartOnly: false, force: false };
const title = (to: string): DomainEdit => ({ kind: 'domain', changes: { title: { from: null, to } } });
const nowhere = '00000000-0000-4000-8000-000000000000';

test('a start is told with its one call, and the guest stays off', async () => {
  expect(planned(await preview('domain.start', { ...off, paused: false }))).toEqual({
    verb: 'domain.start',
    ref: { host: off.host, kind: 'domain', id: off.uuid },
    object: { kind: 'domain', name: 'resting' },
    hostName: 'h1',
    effect: 'now',
    steps: ['domainCreateWithFlags'],
    warnings: [],
  });
  expect((await h1.virsh('domstate', 'resting')).trim()).toBe('shut off');
});

test('of many, each is planned for itself, in order, and one that is not there stops none', async () => {
  const inputs = [off, { ...off, uuid: nowhere }, running].map((ref) => ({ ...ref, autostart: true }));
  const plans = await preview('domain.setAutostart', ...inputs);
  expect(plans.map(({ kind }) => kind)).toEqual(['planned', 'failed', 'planned']);
  expect(plans[0]).toMatchObject({
    plan: { inverse: { verb: 'domain.setAutostart', input: { ...off, autostart: false } } },
  });
  expect(plans[1]).toMatchObject({ error: { code: 'notFound', operation: 'domain.setAutostart' } });
  expect(await h1.virsh('dominfo', 'resting')).toMatch(/Autostart:\s+disable/);
});

describe('an edit', () => {
  test('shows the definition before and after, and leaves it as it is', async () => {
    const before = await xml(off);
    const plan = planned(await preview('domain.edit', { ...off, edits: [title('Planned')], ...options }));
    expect(plan).toMatchObject({ effect: 'now', steps: ['domainEdit'], warnings: [], estimate: { seconds: 1 } });
    expect(plan.definition?.persistent?.before).not.toContain('Planned');
    expect(plan.definition?.persistent?.after).toContain('<title>Planned</title>');
    expect(plan.definition?.live).toBeUndefined();
    expect(plan.inverse?.verb).toBe('domain.edit');
    expect(await xml(off)).toBe(before);
  });

  test('that the running guest cannot take waits for the next start: the plan says so, and so does the task', async () => {
    const more: DomainEdit = { kind: 'domain', changes: { machine: { from: 'pc', to: 'q35' } } };
    const risky = planned(await preview('domain.edit', { ...running, edits: [more], ...options }));
    expect(risky.warnings.map(({ code }) => code)).toEqual(['editConflict', 'machineChange']);
    const later = { ...running, edits: [title('Later')], nextStartOnly: true, force: false };
    expect(planned(await preview('domain.edit', later)).effect).toBe('nextBoot');
    const task = await program.done(await program.api.domain.edit(later));
    expect(task.ref).toEqual({ host: running.host, kind: 'domain', id: running.uuid });
    expect(task.log.map(({ text }) => text)).toEqual(['defined', 'nextBoot']);
  });

  test('of the name of a running guest needs it off', async () => {
    const rename: DomainEdit = { kind: 'domain', changes: { name: { from: 'busy', to: 'renamed' } } };
    const plan = planned(await preview('domain.edit', { ...running, edits: [rename], ...options }));
    expect(plan.effect).toBe('needsShutdown');
  });
});

describe('a deletion', () => {
  test('without a VM is refused', async () => {
    const input = { ...off, uuid: nowhere, paths: [], force: false };
    expect(await preview('domain.delete', input)).toMatchObject([{ kind: 'failed', error: { code: 'notFound' } }]);
    const nobody = { host: off.host, paths: [], force: false };
    expect(await preview('domain.delete', nobody)).toMatchObject([
      { kind: 'failed', error: { code: 'invalidArgument', params: { path: 'uuid' } } },
    ]);
  });

  test('of a running guest needs it off, or forces it off', async () => {
    const asked = { ...running, paths: [] };
    const [plan] = [planned(await preview('domain.delete', { ...asked, force: false }))];
    expect(plan).toMatchObject({ effect: 'needsShutdown', warnings: [] });
    const forced = planned(await preview('domain.delete', { ...asked, force: true }));
    expect(forced).toMatchObject({ effect: 'now', warnings: [{ code: 'forcesOff' }] });
    expect(forced.inverse).toBeUndefined();
  });
});

test('a definition without a UUID gets one, so that it is known how to take it back', async () => {
  const text = (await xml(off)).replace(/<name>.*<\/name>/, '<name>other</name>').replace(/<uuid>.*<\/uuid>/, '');
  const plan = planned(await preview('domain.define', { host: off.host, xml: text }));
  expect(plan.definition?.persistent?.after).toContain(`<uuid>${plan.ref.id}</uuid>`);
  expect(plan.inverse).toMatchObject({ verb: 'domain.delete', input: { host: off.host, uuid: plan.ref.id } });
  expect(await h1.virsh('list', '--all', '--name')).not.toContain('other');
});

test('dry runs leave no tasks behind', async () => {
  const before = (await tasks()).length;
  await preview('domain.destroy', running);
  expect((await tasks()).length).toBe(before);
});
