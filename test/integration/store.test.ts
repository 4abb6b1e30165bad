/** The local store on a real file, in its thread. */
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SecretStore } from '../../electron/store/secrets.ts';
import { memoryOnlySecrets } from '../../electron/web/secrets.ts';
import { migrations } from '../../electron/store/schema.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import type { SampleChunk } from '../../electron/store/sampleChunk.ts';
import { snapshot } from '../../shared/changes.ts';
import type { Domain } from '../../shared/model/domain.ts';
import { recordKey } from '../../shared/model/objectRef.ts';
import { refOfRecord } from '../../shared/model/objects.ts';
import { settings } from '../../shared/model/settings.ts';
import { domainColumns, hostColumns } from '../../shared/model/stats.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

let directory: string;
let file: string;
const opened: Store[] = [];

async function open(secrets: SecretStore = memoryOnlySecrets): Promise<Store> {
  const store = await openStore(directory, secrets);
  opened.push(store);
  return store;
}

async function reopen(store: Store): Promise<Store> {
  await store.close();
  return await open();
}

/** A stand-in for a keychain: what is written must not be the secret itself. */
const keychain: SecretStore = {
  available: async () => true,
  encrypt: async (text) => Buffer.from(text).map((byte) => byte ^ 0x5a),
  decrypt: async (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString(),
};

const host = { id: 'h1', name: 'host one', uri: 'qemu:///system', autoconnect: true };
const uuidOf = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const domain = (index: number, name = `vm${index}`): Domain => ({
  host: host.id,
  uuid: uuidOf(index),
  name,
  state: 'running',
  stateReason: 1,
  id: index,
  persistent: true,
  autostart: false,
  managedSave: false,
});

const domainRef = (index: number) => ({ host: host.id, kind: 'domain', id: uuidOf(index) }) as const;
const changed = (...domains: readonly Domain[]) =>
  snapshot(domains.map((each) => [recordKey(refOfRecord.domain(each)), each] as const));

beforeEach(async () => {
  directory = join(temporaryFolder('virtdeck-store-'), 'data');
  file = join(directory, 'virtdeck.sqlite');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  await rm(dirname(directory), { recursive: true, force: true });
});

describe('what was kept is there after a restart', () => {
  test('hosts with facts and the time they were last seen, in the order they were added', async () => {
    let store = await open();
    await store.hosts.save(host);
    await store.hosts.save({ ...host, id: 'h2', name: 'host two' });
    await store.hosts.save({ ...host, name: 'renamed' });
    await store.hosts.saveLastSeen('h1', 12345);
    store = await reopen(store);
    expect(await store.hosts.all()).toEqual([
      { config: { ...host, name: 'renamed' }, lastSeen: 12345 },
      { config: { ...host, id: 'h2', name: 'host two' } },
    ]);
  });

  test('the last known rows of a host, also those that were still waiting to be written', async () => {
    let store = await open();
    await store.hosts.save(host);
    const saved = store.objects.save('domain', changed(domain(1), domain(2)));
    const again = store.objects.save('domain', {
      ...changed(domain(1, 'renamed')),
      removed: [recordKey(domainRef(2))],
    });
    store = await reopen(store);
    await Promise.all([saved, again]);
    expect(await store.objects.of('h1', 'domain')).toEqual([[uuidOf(1), domain(1, 'renamed')]]);
    expect(await store.objects.of('h1', 'network')).toEqual([]);
  });

  test('settings; what is broken in them is its default', async () => {
    let store = await open();
    const defaults = await store.settings.read();
    await store.settings.write({ ...defaults, theme: 'dark', layout: { tree: { width: 300 } } });
    store = await reopen(store);
    expect(await store.settings.read()).toEqual({
      ...settings.parse({}),
      theme: 'dark',
      layout: { tree: { width: 300 } },
    });
  });
});

describe('tasks as the last release recorded them', () => {
  const common = { hostName: 'host one', state: 'done', startedAt: 1, cancellable: false, undoable: true, log: [] };
  /** The database of the release whose last step was the second. */
  async function oldRecords(...records: readonly object[]): Promise<void> {
    await mkdir(directory, { recursive: true });
    const database = new DatabaseSync(file);
    for (const step of migrations.slice(0, 2)) database.exec(step);
    database.exec('PRAGMA user_version = 2');
    const insert = database.prepare('INSERT INTO tasks (id, started_at, record) VALUES (?, 1, ?)');
    for (const [at, record] of records.entries()) insert.run(`t${at + 1}`, JSON.stringify(record));
    database.close();
  }

  test('name their object by a reference, and their verbs by the nouns of today', async () => {
    const [uuid, input] = [uuidOf(1), { host: 'h1', uuid: uuidOf(1) }];
    const object = { kind: 'domain', name: 'say "web"' };
    await oldRecords({
      task: { id: 't1', host: 'h1', uuid, object, verb: 'domains.suspend', ...common },
      request: { verb: 'domains.suspend', input },
      inverse: { verb: 'domains.resume', input },
    });
    expect(await (await open()).tasks.latest(10)).toEqual([
      {
        task: { id: 't1', ref: { host: 'h1', kind: 'domain', id: uuid }, object, verb: 'domain.suspend', ...common },
        request: { verb: 'domain.suspend', input },
        inverse: { verb: 'domain.resume', input },
      },
    ]);
  });

  test('about what has no UUID are known by the name it had', async () => {
    const input = { host: 'h1', pool: 'default', name: 'a.img', force: false };
    const object = { kind: 'storageVolume', name: 'default/a.img' };
    await oldRecords({
      task: { id: 't1', host: 'h1', object, verb: 'storage.deleteVolume', ...common },
      request: { verb: 'storage.deleteVolume', input },
    });
    expect(await (await open()).tasks.latest(10)).toEqual([
      {
        task: {
          id: 't1',
          ref: { host: 'h1', kind: 'storageVolume', id: 'default/a.img' },
          object,
          verb: 'storageVolume.delete',
          ...common,
        },
        request: { verb: 'storageVolume.delete', input },
      },
    ]);
  });
});

describe('definitions', () => {
  const version = (xml: string, seenAt: number, task?: string) => ({
    of: domainRef(1),
    kind: 'persistent' as const,
    hash: `hash of ${xml}`,
    seenAt,
    xml,
    ...(task !== undefined && { task }),
  });

  test('every version is kept with who made it; the same text again is no version', async () => {
    const store = await open();
    await store.hosts.save(host);
    await store.definitions.add([version('<a/>', 1)]);
    await store.definitions.add([version('<a/>', 2)]);
    await store.definitions.add([version('<b/>', 3, 'task-1')]);
    await store.definitions.add([version('<a/>', 4)]);
    const versions = await store.definitions.versions(domainRef(1), 'persistent');
    expect(versions.map(({ hash, seenAt, task }) => [hash, seenAt, task])).toEqual([
      ['hash of <a/>', 4, undefined],
      ['hash of <b/>', 3, 'task-1'],
      ['hash of <a/>', 1, undefined],
    ]);
    expect((await store.definitions.latest(domainRef(1), 'persistent'))?.xml).toBe('<a/>');
  });

  test('what was read earlier and comes late is not taken for the newest', async () => {
    const store = await open();
    await store.hosts.save(host);
    await store.definitions.add([version('<new/>', 1000)]);
    await store.definitions.add([version('<old/>', 900)]);
    expect((await store.definitions.latest(domainRef(1), 'persistent'))?.xml).toBe('<new/>');
  });

  test('a version is kept although the clock was set back', async () => {
    const store = await open();
    await store.hosts.save(host);
    await store.definitions.add([version('<before/>', 10_000_000)]);
    await store.definitions.add([version('<after/>', 1000)]);
    expect((await store.definitions.latest(domainRef(1), 'persistent'))?.xml).toBe('<after/>');
  });
});

describe('a file that was written before objects had a table of their own (663487e)', () => {
  beforeEach(async () => {
    await mkdir(directory, { recursive: true });
    await copyFile(new URL('../fixtures/store/before-objects.sqlite', import.meta.url), file);
  });

  test('keeps its hosts, the last known rows and every version of their definitions', async () => {
    const store = await open();
    const known = { ...domain(7, 'web-01'), uuid: uuidOf(1) };
    expect(await store.hosts.all()).toEqual([{ config: host, lastSeen: 12345 }]);
    expect(await store.objects.of('h1', 'domain')).toEqual([[uuidOf(1), known]]);
    const versions = await store.definitions.versions(domainRef(1), 'persistent');
    expect(versions).toMatchObject([
      { of: domainRef(1), seenAt: 100_000, task: 'task-1', verb: 'domain.rename' },
      { of: domainRef(1), seenAt: 1000 },
    ]);
    expect(await store.definitions.latest(domainRef(1), 'persistent')).toMatchObject({
      xml: '<domain><name>web-01</name></domain>',
    });
  });

  test('keeps its tasks, so that they can be repeated and undone by the names that verbs have now', async () => {
    const records = await (await open()).tasks.latest(10);
    const verbs = records.map(({ task, request, inverse }) => [task.verb, request.verb, inverse?.verb]);
    expect(verbs.toSorted(([a = ''], [b = '']) => a.localeCompare(b))).toEqual([
      ['domain.rename', 'domain.rename', 'domain.rename'],
      ['storageVolume.create', 'storageVolume.create', 'storageVolume.delete'],
    ]);
  });
});

describe('a removed host', () => {
  test('leaves nothing behind, not even what is written just after', async () => {
    const store = await open(keychain);
    await store.hosts.save(host);
    await store.objects.save('domain', changed(domain(1)));
    await store.secrets.set({ host: 'h1', name: 'password' }, ['secret']);
    await store.hosts.remove('h1');
    await store.objects.save('domain', changed(domain(1)));
    await store.samples.add('h1', [ticks(0, 1)]);
    expect(await store.objects.of('h1', 'domain')).toEqual([]);
    expect(await store.secrets.get({ host: 'h1', name: 'password' })).toBeUndefined();
    expect((await store.samples.series({ host: 'h1', step: 0, from: 0, to: Date.now() })).at).toHaveLength(0);
  });
});

describe('secrets', () => {
  test('are encrypted in the file and come back', async () => {
    const store = await open(keychain);
    await store.secrets.set({ host: 'h1', name: 'password' }, ['hunter2']);
    expect(await store.secrets.get({ host: 'h1', name: 'password' })).toEqual(['hunter2']);
    await store.close();
    expect((await readFile(file)).includes('hunter2')).toBe(false);
  });

  test('are refused where there is no safe place', async () => {
    const store = await open();
    await expect(store.secrets.set({ host: 'h1', name: 'password' }, ['hunter2'])).rejects.toMatchObject({
      code: 'secretStoreUnavailable',
    });
  });

  test('that can no longer be decrypted are forgotten', async () => {
    const store = await open({ ...keychain, decrypt: () => Promise.reject(new Error('another keychain')) });
    await store.secrets.set({ host: 'h1', name: 'password' }, ['hunter2']);
    expect(await store.secrets.get({ host: 'h1', name: 'password' })).toBeUndefined();
  });
});

const start = Date.UTC(2026, 0, 1);
const columns = (fill: number): Float32Array => new Float32Array(hostColumns.length).fill(fill);

/** `count` rows, 2 s apart, whose values are those of `fill` by the row's number. */
function ticks(from: number, count: number, fill: (row: number) => number = () => 1, vms = 1): SampleChunk {
  return {
    uuids: Array.from({ length: vms }, (_, index) => uuidOf(index)),
    rows: Array.from({ length: count }, (_, row) => ({
      at: start + from + row * 2000,
      host: columns(fill(row)),
      domains: new Float32Array(domainColumns.length * vms).fill(fill(row)),
    })),
  };
}

describe('samples', () => {
  const whole = { from: start, to: start + 86_400_000 };

  test('of a minute, a quarter of an hour and two hours are averaged as each has passed; unknown values stay out of it', async () => {
    const store = await open();
    await store.hosts.save(host);
    const minutes = 121;
    for (let minute = 0; minute < minutes; minute++) {
      const unknownAtFirst = (row: number): number => (row < 10 ? Number.NaN : minute);
      await store.samples.add('h1', [ticks(minute * 60_000, 30, unknownAtFirst)]);
    }
    const cpu = async (step: 60 | 900 | 7200): Promise<readonly number[]> => {
      const { values, columns: width } = await store.samples.series({ host: 'h1', step, ...whole });
      return Array.from(values).filter((_, index) => index % width === 0);
    };
    expect((await cpu(60)).slice(0, 3)).toEqual([0, 1, 2]);
    expect(await cpu(900)).toEqual([7, 22, 37, 52, 67, 82, 97, 112]);
    expect(await cpu(7200)).toEqual([59.5]);
  });

  test('a stretch that was begun by an earlier run of the program is averaged by the next one', async () => {
    let store = await open();
    await store.hosts.save(host);
    await store.samples.add('h1', [ticks(0, 10, () => 2)]);
    store = await reopen(store);
    await store.samples.add('h1', [ticks(30_000, 15, () => 4), ticks(60_000, 1)]);
    const { at, values } = await store.samples.series({ host: 'h1', uuid: uuidOf(0), step: 60, ...whole });
    expect([...at]).toHaveLength(1);
    expect(values[0]).toBeCloseTo((10 * 2 + 15 * 4) / 25);
  });

  test('go when they have been kept long enough, the coarse ones last', async () => {
    const store = await open();
    await store.hosts.save(host);
    await store.samples.add('h1', [ticks(0, 60)]);
    await store.samples.prune(start + 2 * 3_600_000);
    expect((await store.samples.series({ host: 'h1', step: 0, ...whole })).at).toHaveLength(0);
    expect((await store.samples.series({ host: 'h1', step: 60, ...whole })).at).toHaveLength(1);
  });

  test('of a thousand machines are written and read while the event loop goes on turning', async () => {
    const store = await open();
    await store.hosts.save(host);
    let turns = 0;
    let counting = true;
    const count = (): void => {
      turns += 1;
      if (counting) setImmediate(count);
    };
    count();
    for (let minute = 0; minute < 5; minute++) {
      const before = turns;
      await store.samples.add('h1', [ticks(minute * 60_000, 30, Math.random, 1000)]);
      expect(turns).toBeGreaterThan(before);
    }
    const before = turns;
    const { at } = await store.samples.series({ host: 'h1', uuid: uuidOf(999), step: 0, ...whole });
    expect(turns).toBeGreaterThan(before);
    expect(at).toHaveLength(150);
    counting = false;
  });
});

describe('the file', () => {
  test('is readable by its user only', async () => {
    const store = await open();
    await store.hosts.save(host);
    const modes = await Promise.all(
      (await readdir(directory)).map(async (name) => (await stat(join(directory, name))).mode & 0o777),
    );
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  });

  test('that is no database is put aside and a new one begun', async () => {
    let store = await open();
    await store.hosts.save(host);
    await store.close();
    await writeFile(file, 'this is not a database, and longer than its header of one hundred bytes '.repeat(10));
    store = await open();
    expect(await store.hosts.all()).toEqual([]);
    expect(await readFile(store.movedTo ?? '', 'utf8')).toContain('this is not a database');
  });

  test('with a damaged page is put aside at the next start', async () => {
    let store = await open();
    for (let index = 0; index < 200; index++)
      await store.hosts.save({ ...host, id: `h${index}`, name: `host ${index} ${'x'.repeat(90)}` });
    await store.close();
    const bytes = await readFile(file);
    bytes.fill(0xff, 4096 * 2, 4096 * 12);
    await writeFile(file, bytes);
    store = await open();
    expect(store.movedTo).toMatch(/virtdeck\.sqlite\.damaged-\d+$/);
    await store.hosts.save(host);
    expect(await store.hosts.all()).toHaveLength(1);
  });

  test('of a newer program is left alone', async () => {
    const store = await open();
    await store.close();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 999');
    database.close();
    await expect(openStore(directory, memoryOnlySecrets)).rejects.toMatchObject({ code: 'storeFailed' });
    expect((await readdir(directory)).some((name) => name.includes('damaged'))).toBe(false);
  });

  test('that cannot be opened is an error that names it, not a crash', async () => {
    const store = await open();
    await store.close();
    await rm(file);
    await mkdir(file);
    await expect(openStore(directory, memoryOnlySecrets)).rejects.toMatchObject({
      code: 'storeFailed',
      data: { params: { file } },
    });
  });

  test('is shared by two programs', async () => {
    const [one, two] = [await open(), await open()];
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? one : two).hosts.save({ ...host, id: `h${index}`, name: `host ${index}` }),
      ),
    );
    expect(await one.hosts.all()).toHaveLength(50);
    expect(await two.hosts.all()).toHaveLength(50);
  });
});
