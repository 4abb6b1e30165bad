import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrations } from './schema.ts';

/** A task's record after the steps that the release it was written by had not taken. */
function afterwards(steps: number, record: object): unknown {
  using database = new DatabaseSync(':memory:');
  for (const step of migrations.slice(0, steps)) database.exec(step);
  database.prepare('INSERT INTO tasks (id, started_at, record) VALUES (?, 1, ?)').run('t', JSON.stringify(record));
  for (const step of migrations.slice(steps)) database.exec(step);
  return JSON.parse(String(database.prepare('SELECT record FROM tasks').get()?.['record']));
}

const task = { id: 't', ref: { host: 'h1', kind: 'storagePool', id: 'default' }, state: 'done' };
const byName = { host: 'h1', pool: 'default' };
const byId = { host: 'h1', id: '00000000-0000-4000-8000-000000000001' };

test.each([
  ['that named the pool has nothing left to be repeated from', 'storagePool.start', byName, null],
  ['that had nothing to be repeated from stays so', 'storagePool.start', null, null],
  ['by UUID can be repeated as before', 'storagePool.start', byId, byId],
  ['is the only verb of which that is so', 'storageVolume.create', byName, byName],
])('a stored start of a pool %s', (_rule, verb, before, after) => {
  const record = { task: { ...task, verb }, request: { verb, input: before } };
  expect(afterwards(4, record)).toEqual({ ...record, request: { verb, input: after } });
});

test('a start of a pool that was stored under the noun of old has nothing left to be repeated from', () => {
  const old = { id: 't', host: 'h1', object: { kind: 'storagePool', name: 'default' }, state: 'done' };
  const verb = 'storage.startPool';
  expect(afterwards(2, { task: { ...old, verb }, request: { verb, input: byName } })).toMatchObject({
    task: { verb: 'storagePool.start' },
    request: { verb: 'storagePool.start', input: null },
  });
});
