/** Sessions with real hosts: connecting, breaking, coming back, and what stays when they are away. */
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestEvent } from '../../shared/api/host.ts';
import type { DomainState } from '../../shared/model/domain.ts';
import type { HostStatus } from '../../shared/model/host.ts';
import { startLab, until, type Lab, type LabHost } from '../lab/lab.ts';
import { startProgram, type Program } from './program.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

let lab: Lab;
let h1: LabHost;
let h2: LabHost;
/** What comes of a host that falls silent: noticing takes as long as VirtDeck's patience, so it is begun first and looked at last. */
let silence: ReturnType<typeof hang>;
let directory: string;

beforeAll(async () => {
  lab = await startLab({ hosts: 4 });
  h1 = lab.host('h1');
  h2 = lab.host('h2');
  const define = async (host: LabHost): Promise<void> => {
    await host.startGuest({ name: `web-${host.name}`, kernel: 'none' });
    await host.defineGuest({ name: `idle-${host.name}`, kernel: 'none' });
  };
  await Promise.all(lab.hosts.map(define));
  silence = hang(lab.host('h3'), lab.host('h4'));
  silence.catch(() => undefined); // told by its test
  directory = temporaryFolder('virtdeck-session-');
});
afterAll(async () => {
  await lab.down();
  await rm(directory, { recursive: true, force: true });
});

type Kind = HostStatus['kind'];
const statusIs = async <K extends Kind>(
  program: Program,
  id: string,
  kind: K,
): Promise<Extract<HostStatus, { kind: K }>> =>
  await until(`${id} is ${kind}`, async () => {
    const status = program.host(id)?.status;
    return isKind(status, kind) && status;
  });
const isKind = <K extends Kind>(status: HostStatus | undefined, kind: K): status is Extract<HostStatus, { kind: K }> =>
  status?.kind === kind;

/** Connections of clients that the host's daemon has. */
async function clients(host: LabHost): Promise<number> {
  const list = await host.exec(['virt-admin', '-q', '-c', 'libvirtd:///system', 'client-list', 'libvirtd']);
  return list.split('\n').filter((line) => /^\s*\d+\s/.test(line)).length;
}

describe('connecting', () => {
  test('lists every domain with its state, vCPUs and memory, and what is known of the host', async () => {
    await using program = await startProgram();
    const id = await program.addHost(h1.uri('unix'), 'h1');
    const running = await program.domain(
      'web-h1',
      ({ definition, vcpus }) => definition !== undefined && vcpus !== undefined,
    );
    expect(running).toMatchObject({ state: 'running', persistent: true, autostart: false, managedSave: false });
    expect(running.id).toBeTypeOf('number');
    expect(running.vcpus).toEqual({ current: 1, maximum: 1 });
    expect(running.memoryKiB?.maximum).toBeGreaterThan(0);
    const off = await program.domain('idle-h1');
    expect(off.state).toBe('shutoff');
    expect(off.id).toBeUndefined();
    const { facts } = await until('the facts', async () => {
      const host = program.host(id);
      return host?.facts?.capabilities !== undefined && host;
    });
    expect(facts).toMatchObject({ hostname: 'h1', hypervisor: 'QEMU', daemonUri: 'qemu:///system' });
    expect(facts?.capabilities?.guests.map(({ arch }) => arch)).toContain('x86_64');
  });

  test('the same list comes over SSH, TCP and a read-only connection', async () => {
    const knownHosts = join(directory, 'known_hosts');
    await using program = await startProgram();
    await program.addHost(`${h1.uri('ssh')}&known_hosts=${knownHosts}`, 'by ssh');
    await program.addHost(h2.uri('tcp'), 'by tcp');
    expect((await program.domain('web-h1')).state).toBe('running');
    expect((await program.domain('web-h2')).state).toBe('running');
    await using other = await startProgram();
    await other.addHost(`qemu+unix:///system?socket=${h1.socket}-ro&readonly=1`, 'read only');
    expect((await other.domain('web-h1')).state).toBe('running');
  });

  test('a read-only connection over SSH looks, and the host refuses every change', async () => {
    await using program = await startProgram();
    const id = await program.addHost(`${h1.uri('ssh')}&known_hosts=${join(directory, 'known_hosts')}&readonly`, 'look');
    expect(program.host(id)?.readOnly).toBe(true);
    const { host, uuid } = await program.domain('web-h1');
    const task = await program.ended(await program.api.domain.suspend({ host, uuid }));
    expect(task).toMatchObject({ state: 'failed', error: { libvirt: expect.anything() } });
    expect((await program.domain('web-h1')).state).toBe('running');
  });

  test('an error that does not pass by itself ends it; the user says when to try again', async () => {
    await using program = await startProgram();
    const empty = await mkdtemp(join(directory, 'pki-'));
    const id = await program.api.host.add({
      uri: `${h1.uri('tls')}?pkipath=${empty}`,
      name: 'no certificate',
      autoconnect: true,
    });
    expect((await statusIs(program, id, 'failed')).error).toMatchObject({
      code: 'tlsCertificateMissing',
      host: 'no certificate',
    });
    await program.api.host.update({ id, uri: h1.uri('unix') });
    await program.api.host.connect({ host: id });
    await statusIs(program, id, 'connected');
  });

  test('a socket that is not there yet is tried again until it is', async () => {
    await using program = await startProgram();
    const socket = join(directory, 'later.sock');
    const id = await program.api.host.add({
      uri: `qemu+unix:///system?socket=${socket}`,
      name: 'later',
      autoconnect: true,
    });
    const { error, nextAttemptAt } = await statusIs(program, id, 'reconnecting');
    expect(error.code).toBe('socketMissing');
    expect(nextAttemptAt).toBeGreaterThan(0);
    await symlink(h1.socket, socket);
    await program.api.host.connect({ host: id });
    await statusIs(program, id, 'connected');
  });

  test('giving up in the middle, at any moment, leaves no connection behind', async () => {
    await using program = await startProgram();
    const id = await program.api.host.add({ uri: h2.uri('unix'), name: 'h2', autoconnect: false });
    for (const ms of [0, 1, 3, 5, 10, 20, 50]) {
      await program.api.host.connect({ host: id });
      await new Promise((resolve) => setTimeout(resolve, ms));
      await program.api.host.disconnect({ host: id });
    }
    await statusIs(program, id, 'disconnected');
    expect(await until('no clients', async () => (await clients(h2)) === 0)).toBe(true);
    await program.api.host.connect({ host: id });
    await statusIs(program, id, 'connected');
    expect(await clients(h2)).toBeGreaterThan(0);
  });
});

describe('a lost connection', () => {
  test('is told with its reason; what was seen stays, marked as old; it comes back by itself with what changed meanwhile', async () => {
    await using program = await startProgram();
    const id = await program.addHost(h1.uri('unix'), 'h1');
    await h1.stopDaemon();
    const { error } = await statusIs(program, id, 'reconnecting');
    expect(error).toMatchObject({ code: 'connectionLost', host: 'h1' });
    expect(program.host(id)).toMatchObject({ stale: true });
    expect((await program.domain('web-h1')).state).toBe('running');
    await h1.exec(['sh', '-c', 'kill -9 "$(cat /run/libvirt/qemu/web-h1.pid)"']);
    await h1.startDaemon();
    await statusIs(program, id, 'connected');
    await program.domain('web-h1', ({ state }) => state === 'shutoff' || state === 'crashed');
    expect(program.host(id)?.stale).toBe(false);
    await h1.startGuest('web-h1');
    await program.domain('web-h1', ({ state }) => state === 'running');
  });

  test('does not ask for the password again', async () => {
    await using program = await startProgram();
    const asked: string[] = [];
    const stop = new AbortController();
    const answering = (async () => {
      for await (const { added } of program.api.prompt.watch({}, stop)) {
        for (const { id, prompt } of Object.values(added)) {
          asked.push(prompt.kind);
          if (prompt.kind === 'sasl')
            await program.api.prompt.answer({
              id,
              answer: { kind: 'answer', answers: ['fred', 'sekret'], remember: false },
            });
        }
      }
    })().catch(() => undefined);
    await h2.authenticate('sasl');
    try {
      const id = await program.addHost(h2.uri('unix'), 'h2');
      expect(asked).toEqual(['sasl']);
      await h2.stopDaemon();
      await statusIs(program, id, 'reconnecting');
      await h2.startDaemon();
      await statusIs(program, id, 'connected');
      expect(asked).toEqual(['sasl']);
    } finally {
      stop.abort();
      await answering;
      await h2.authenticate('none');
    }
  });
});

describe('the next start', () => {
  test('shows the last known state at once, marked as old, with facts and definitions, before anything is connected', async () => {
    const dataDir = await mkdtemp(join(directory, 'data-'));
    let id: string;
    {
      await using program = await startProgram(dataDir);
      id = await program.addHost(h1.uri('unix'), 'h1');
      await program.domain('idle-h1', ({ definition }) => definition !== undefined);
      await until('facts', async () => program.host(id)?.facts !== undefined);
    }
    await using program = await startProgram(dataDir);
    const { definition, state } = await program.domain('idle-h1');
    expect(state).toBe('shutoff');
    expect(definition?.type).toBe('qemu');
    expect(program.host(id)).toMatchObject({
      stale: true,
      status: { kind: 'disconnected' },
      facts: { hostname: 'h1' },
    });
    expect(program.host(id)?.lastSeen).toBeGreaterThan(0);
    const domain = await program.domain('idle-h1');
    const text = await program.api.domain.definition({ host: id, uuid: domain.uuid, kind: 'persistent' });
    expect(text.from).toBe('store');
    expect(text.xml).toContain('<name>idle-h1</name>');
  });

  test('goes on without what it remembered where its file is damaged', async () => {
    const dataDir = await mkdtemp(join(directory, 'data-'));
    await writeFile(join(dataDir, 'virtdeck.sqlite'), 'not a database '.repeat(1000));
    await using program = await startProgram(dataDir);
    const id = await program.addHost(h1.uri('unix'), 'h1');
    expect((await program.domain('web-h1')).host).toBe(program.host(id)?.id);
  });
});

describe('trying a host before it is saved', () => {
  async function tried(program: Program, uri: string): Promise<readonly TestEvent[]> {
    const events: TestEvent[] = [];
    for await (const event of program.api.host.test({ uri, name: 'new' })) events.push(event);
    return events;
  }

  test('names each step and says what was found; nothing is kept', async () => {
    await using program = await startProgram();
    const events = await tried(program, h1.uri('unix'));
    const steps = events.flatMap((event) => (event.kind === 'step' && event.state === 'done' ? [event.step] : []));
    expect(steps.slice(-2)).toEqual(['open', 'list']);
    expect(events.at(-1)).toMatchObject({ kind: 'passed', facts: { hostname: 'h1' }, domains: 2 });
  });

  test('names the step that failed and why', async () => {
    await using program = await startProgram();
    const events = await tried(program, `qemu+unix:///system?socket=${directory}/nothing`);
    expect(events.at(-1)).toMatchObject({ kind: 'failed', error: { code: 'socketMissing' } });
    expect((await tried(program, 'qemu+ext://h1/system')).at(-1)).toMatchObject({
      kind: 'failed',
      step: 'resolve',
      error: { code: 'uriUnsupported' },
    });
  });

  test('two hosts cannot have one name', async () => {
    await using program = await startProgram();
    await program.api.host.add({ uri: h1.uri('unix'), name: 'same', autoconnect: false });
    await expect(program.api.host.add({ uri: h2.uri('unix'), name: 'same', autoconnect: false })).rejects.toMatchObject(
      {
        code: 'conflict',
      },
    );
  });

  test('nor do two that are added at the same moment; two changes of one host at the same moment are both kept', async () => {
    await using program = await startProgram();
    const add = () => program.api.host.add({ uri: h1.uri('unix'), name: 'twice', autoconnect: false });
    const added = await Promise.allSettled([add(), add()]);
    expect(added.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const id = added.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))[0] ?? '';
    await Promise.all([
      program.api.host.update({ id, name: 'renamed' }),
      program.api.host.update({ id, uri: h2.uri('unix') }),
    ]);
    const config = await until('both changes', async () => {
      const found = program.host(id)?.config;
      return found?.name === 'renamed' && found.uri === h2.uri('unix') && found;
    });
    expect(config).toMatchObject({ name: 'renamed', uri: h2.uri('unix') });
  });
});

/** Whether the other host is seen as ever while one hangs; then how the one is seen, and its return. */
async function hang(one: LabHost, other: LabHost) {
  await using program = await startProgram();
  const hanging = await program.addHost(one.uri('unix'), one.name);
  const answers = await program.addHost(other.uri('unix'), other.name);
  await one.hangDaemon();
  const seen: DomainState[] = [];
  for (const [verb, wanted] of [
    ['suspend', 'paused'],
    ['resume', 'running'],
  ] as const) {
    await other.virsh(verb, `web-${other.name}`);
    seen.push((await program.domain(`web-${other.name}`, ({ state }) => state === wanted)).state);
  }
  const { error } = await statusIs(program, hanging, 'reconnecting');
  const others = program.host(answers)?.status.kind;
  await one.resumeDaemon();
  await program.api.host.connect({ host: hanging });
  const { kind } = await statusIs(program, hanging, 'connected');
  return { seen, error: error.code, others, afterwards: kind };
}

test('a daemon that hangs delays no other host, is noticed, and is true again once it goes on', async () => {
  expect(await silence).toEqual({
    seen: ['paused', 'running'],
    error: 'keepaliveTimeout',
    others: 'connected',
    afterwards: 'connected',
  });
});
