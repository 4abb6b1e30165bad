import { expect, test } from 'vitest';
import type { DeletedDomain } from '../../../shared/model/definitionVersion.ts';
import type { Task } from '../../../shared/model/task.ts';
import { deletionOf } from './deletion.ts';

const gone: DeletedDomain = { host: 'h1', uuid: 'u1', name: 'web', lastSeen: 100, version: 1 };
const task = (id: string, rest: Partial<Task> = {}): Task => ({
  id,
  verb: 'domain.delete',
  ref: { host: 'h1', kind: 'domain', id: 'u1' },
  object: { kind: 'domain', name: 'web' },
  hostName: 'rack',
  state: 'done',
  startedAt: 200,
  cancellable: false,
  undoable: false,
  repeatable: true,
  log: [],
  ...rest,
});

test('the deletion of this VM is found among all tasks', () => {
  const others = [
    task('other VM', { ref: { host: 'h1', kind: 'domain', id: 'u2' } }),
    task('other host', { ref: { host: 'h2', kind: 'domain', id: 'u1' } }),
    task('start', { verb: 'domain.start' }),
  ];
  expect(deletionOf([...others, task('it')], gone)?.id).toBe('it');
});

test('of two deletions it is the later', () => {
  expect(deletionOf([task('first', { startedAt: 150 }), task('second')], gone)?.id).toBe('second');
});

test('a deletion that failed, or came before the last definition, is not it', () => {
  expect(deletionOf([task('failed', { state: 'failed' }), task('before', { startedAt: 50 })], gone)).toBeUndefined();
});
