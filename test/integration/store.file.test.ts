/** The file of the local store: who may read it, what is damaged or newer than the program, and what earlier releases wrote. */
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../electron/store/schema.ts';
import { openStore } from '../../electron/store/store.ts';
import { memoryOnlySecrets } from '../../electron/web/secrets.ts';
import { domain, domainRef, host, storeFolder, uuidOf } from './storeFolder.ts';

const folder = storeFolder();
const { open } = folder;

describe('the file', () => {
  test('is readable by its user only', async () => {
    const store = await open();
    await store.hosts.save(host);
    const modes = await Promise.all(
      (await readdir(folder.directory)).map(async (name) => (await stat(join(folder.directory, name))).mode & 0o777),
    );
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect((await stat(folder.directory)).mode & 0o777).toBe(0o700);
  });

  test('that is no database is put aside and a new one begun', async () => {
    let store = await open();
    await store.hosts.save(host);
    await store.close();
    await writeFile(folder.file, 'this is not a database, and longer than its header of one hundred bytes '.repeat(10));
    store = await open();
    expect(await store.hosts.all()).toEqual([]);
    expect(await readFile(store.movedTo ?? '', 'utf8')).toContain('this is not a database');
  });

  test('with a damaged page is put aside at the next start', async () => {
    let store = await open();
    for (let index = 0; index < 200; index++)
      await store.hosts.save({ ...host, id: `h${index}`, name: `host ${index} ${'x'.repeat(90)}` });
    await store.close();
    const bytes = await readFile(folder.file);
    bytes.fill(0xff, 4096 * 2, 4096 * 12);
    await writeFile(folder.file, bytes);
    store = await open();
    expect(store.movedTo).toMatch(/virtdeck\.sqlite\.damaged-\d+$/);
    await store.hosts.save(host);
    expect(await store.hosts.all()).toHaveLength(1);
  });

  test('of a newer program is left alone', async () => {
    const store = await open();
    await store.close();
    const database = new DatabaseSync(folder.file);
    database.exec('PRAGMA user_version = 999');
    database.close();
    await expect(openStore(folder.directory, memoryOnlySecrets)).rejects.toMatchObject({ code: 'storeFailed' });
    expect((await readdir(folder.directory)).some((name) => name.includes('damaged'))).toBe(false);
  });

  test('that cannot be opened is an error that names it, not a crash', async () => {
    const store = await open();
    await store.close();
    await rm(folder.file);
    await mkdir(folder.file);
    await expect(openStore(folder.directory, memoryOnlySecrets)).rejects.toMatchObject({
      code: 'storeFailed',
      data: { params: { file: folder.file } },
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

describe('tasks as the last release recorded them', () => {
  const common = { hostName: 'host one', state: 'done', startedAt: 1, cancellable: false, undoable: true, log: [] };
  /** The database of the release whose last step was the second. */
  async function oldRecords(...records: readonly object[]): Promise<void> {
    await mkdir(folder.directory, { recursive: true });
    const database = new DatabaseSync(folder.file);
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

describe('a file that was written before objects had a table of their own (663487e)', () => {
  beforeEach(async () => {
    await mkdir(folder.directory, { recursive: true });
    await copyFile(new URL('../fixtures/store/before-objects.sqlite', import.meta.url), folder.file);
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
