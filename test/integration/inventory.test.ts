/** The mirror of real hosts: what other clients do, seen by itself; every version of every definition kept. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryOnlySecrets } from '../../electron/web/secrets.ts';
import { openStore } from '../../electron/store/store.ts';
import type { DefinitionVersion } from '../../electron/store/definitions.ts';
import { apply } from '../../shared/changes.ts';
import type { Domain } from '../../shared/model/domain.ts';
import { startLab, testDriverFile, until, type Lab, type LabHost } from '../lab/lab.ts';
import { refOf, startProgram, type Program } from './program.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

/** There from the start, beside "web". */
const off = ['mail', 'proxy', 'store'];

let lab: Lab;
let h1: LabHost;
let dataDir: string;
let program: Program;
let host: string;

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  await h1.startGuest({ name: 'web', kernel: 'none' });
  for (const name of off) await h1.defineGuest({ name, kernel: 'none' });
  dataDir = temporaryFolder('virtdeck-inventory-');
  program = await startProgram(dataDir);
  host = await program.addHost(h1.uri('unix'));
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
  await rm(dataDir, { recursive: true, force: true });
});

async function seen(name: string, when: (domain: Domain) => boolean): Promise<Domain> {
  return await program.domain(name, when);
}

/** Versions of a domain's definition, newest first, read from the file as another program would. */
async function versions(
  uuid: string,
  when: (found: readonly DefinitionVersion[]) => boolean,
): Promise<readonly DefinitionVersion[]> {
  const store = await openStore(dataDir, memoryOnlySecrets);
  try {
    return await until('a version', async () => {
      const found = await store.definitions.versions({ host, kind: 'domain', id: uuid }, 'persistent');
      return when(found) && found;
    });
  } finally {
    await store.close();
  }
}

test('definitions and sizes are read side by side, and neither overwrites the other', async () => {
  for (const name of ['web', ...off]) {
    const both = await seen(name, ({ memoryKiB, definition }) => Boolean(memoryKiB && definition));
    expect(both).toMatchObject({ vcpus: { current: 1 }, definition: { type: 'qemu' } });
  }
});

describe('what another client does is seen without asking', () => {
  test('suspend, resume, destroy, start', async () => {
    await h1.virsh('suspend', 'web');
    await seen('web', ({ state }) => state === 'paused');
    await h1.virsh('resume', 'web');
    await seen('web', ({ state }) => state === 'running');
    const before = (await program.domain('web')).id;
    await h1.virsh('destroy', 'web');
    expect((await seen('web', ({ state }) => state === 'shutoff')).id).toBeUndefined();
    await h1.virsh('start', 'web');
    expect((await seen('web', ({ state }) => state === 'running')).id).not.toBe(before);
  });

  test('define, rename, undefine', async () => {
    await h1.defineGuest({ name: 'fresh', kernel: 'none', title: 'A title' });
    const fresh = await seen('fresh', ({ definition }) => definition !== undefined);
    expect(fresh).toMatchObject({ state: 'shutoff', persistent: true, definition: { title: 'A title' } });
    await h1.virsh('domrename', 'fresh', 'renamed');
    expect((await seen('renamed', () => true)).uuid).toBe(fresh.uuid);
    await program.gone('fresh');
    await h1.virsh('undefine', 'renamed');
    await program.gone('renamed');
  });

  test('a transient domain comes and goes; a running one that is undefined becomes transient', async () => {
    const uuid = await h1.startGuest({ name: 'passing', kernel: 'none' });
    await seen('passing', ({ state, persistent }) => state === 'running' && persistent);
    await h1.virsh('undefine', 'passing');
    expect((await seen('passing', ({ persistent }) => !persistent)).uuid).toBe(uuid);
    await h1.virsh('destroy', 'passing');
    await program.gone('passing');
  });

  test('a process that dies', async () => {
    await h1.startGuest({ name: 'dying', kernel: 'none' });
    await seen('dying', ({ state }) => state === 'running');
    await h1.exec(['sh', '-c', 'kill -9 "$(cat /run/libvirt/qemu/dying.pid)"']);
    const { state, stateReason } = await seen('dying', (domain) => domain.id === undefined);
    expect([state, stateReason]).toEqual(['shutoff', 3]); // VIR_DOMAIN_SHUTOFF_CRASHED
  });

  test('managed save', async () => {
    await h1.virsh('managedsave', 'web');
    await seen('web', ({ state, managedSave }) => state === 'shutoff' && managedSave);
    await h1.virsh('start', 'web');
    expect((await seen('web', ({ state }) => state === 'running')).managedSave).toBe(false);
  });

  test('many at once, none missed', async () => {
    await h1.defineMany(150, 'many');
    await program.domain('many00149');
    const names = Array.from({ length: 150 }, (_, index) => `many${String(index).padStart(5, '0')}`);
    for (const name of names)
      expect((await seen(name, ({ definition }) => definition !== undefined)).state).toBe('shutoff');
    await h1.exec(['sh', '-c', `for name in ${names.join(' ')}; do virsh -q undefine $name; done`]);
    for (const name of names) await program.gone(name);
  });
});

describe('every version of a definition is kept', () => {
  test('with who made it: somebody else', async () => {
    const { uuid } = await program.domain('web', ({ definition }) => definition !== undefined);
    const before = await versions(uuid, (found) => found.length > 0);
    await h1.virsh('desc', 'web', '--config', '--title', 'Changed outside');
    const after = await versions(uuid, (found) => found.length > before.length);
    expect(after[0]?.task).toBeUndefined();
    expect((await seen('web', ({ definition }) => definition?.title === 'Changed outside')).definition?.xmlHash).toBe(
      after[0]?.hash,
    );
  });

  test('with who made it: a task of ours', async () => {
    await h1.defineGuest({ name: 'ours', kernel: 'none' });
    const ours = await seen('ours', ({ definition }) => definition !== undefined);
    await versions(ours.uuid, (found) => found.length === 1);
    const task = await program.api.domain.rename({ ...refOf(ours), name: 'ours-renamed' });
    await program.done(task);
    const [latest] = await versions(ours.uuid, (found) => found.length === 2);
    expect(latest?.task).toBe(task);
  });
});

describe('windows', () => {
  test('get a snapshot first and then only what changed; one that is slow gets it squashed', async () => {
    const stop = new AbortController();
    const items = program.api.inventory.watch({ kinds: ['domain'] }, stop);
    let domains: Readonly<Record<string, Domain>> = {};
    const first = await items.next();
    domains = apply(domains, first.value.domain);
    expect(Object.values(domains).map(({ name }) => name)).toContain('web');
    for (let turn = 0; turn < 10; turn++) {
      await h1.virsh('suspend', 'web');
      await h1.virsh('resume', 'web');
    }
    await h1.virsh('suspend', 'web');
    await seen('web', ({ state }) => state === 'paused');
    const web = (): Domain | undefined => Object.values(domains).find(({ name }) => name === 'web');
    for (let item = 0; web()?.state !== 'paused' || item < 1; item++) {
      const { value } = await items.next();
      expect(Object.keys(value.domain.added)).toEqual([]);
      domains = apply(domains, value.domain);
    }
    stop.abort();
    await h1.virsh('resume', 'web');
  });
});

describe('a driver that tells little in its statistics', () => {
  test('is asked for each domain in the background; events of its domains come as well', async () => {
    const file = join(h1.directory, 'var-lib/test-host.xml');
    await testDriverFile(120, file);
    const id = await program.addHost(`test+unix:///var/lib/libvirt/test-host.xml?socket=${h1.socket}`, 'test driver');
    const domain = await program.domain(
      'vm-00006',
      ({ vcpus, definition }) => vcpus !== undefined && definition !== undefined,
    );
    expect(domain).toMatchObject({ state: 'paused', vcpus: { current: 7 }, memoryKiB: { current: 7 * 1024 * 1024 } });
    await program.done(await program.api.domain.resume(refOf(domain)));
    await seen('vm-00006', ({ state }) => state === 'running');
    expect(program.host(id)?.facts).toMatchObject({ hypervisor: 'TEST', cpu: { threads: 32 } });
    await program.api.host.remove({ host: id });
    await program.gone('vm-00006');
  });
});

test('the first start goes where libvirt’s own clients go: to LIBVIRT_DEFAULT_URI', async () => {
  process.env['LIBVIRT_DEFAULT_URI'] = h1.uri('unix');
  try {
    await using fresh = await startProgram();
    const { host: first } = await fresh.domain('web');
    expect(fresh.host(first)?.config.uri).toBe(h1.uri('unix'));
    expect(await fresh.api.host.configured({})).toMatchObject({ defaultUri: h1.uri('unix') });
  } finally {
    delete process.env['LIBVIRT_DEFAULT_URI'];
  }
});

test('a driver that the host has not is said once, and not asked for again and again', async () => {
  await expect(program.addHost(h1.uri('unix').replace(/^qemu/, 'xen'), 'xen')).rejects.toThrow('notSupported');
});
