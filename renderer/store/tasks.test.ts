import { expect, test } from 'vitest';
import { noChanges } from '../../shared/changes.ts';
import type { Task, TaskState } from '../../shared/model/task.ts';
import { applyTasks, useTaskStore } from './tasks.ts';

const task = (verb: string, state: TaskState): Task => ({
  id: verb,
  verb,
  ref: { host: 'h1', kind: 'domain', id: 'u1' },
  object: { kind: 'domain', name: 'web' },
  hostName: 'rack',
  state,
  startedAt: 0,
  cancellable: true,
  undoable: false,
  repeatable: true,
  log: [],
});

test('a VM counts as being saved while the task that saves it runs, and only then', () => {
  applyTasks({ ...noChanges(), added: { a: task('domain.save', 'running') } }, true);
  expect([...useTaskStore.getState().saving]).toEqual(['h1/u1']);
  applyTasks({ ...noChanges(), updated: { a: task('domain.save', 'failed') } }, false);
  expect(useTaskStore.getState().saving.size).toBe(0);
});

test('progress and other tasks wake nobody who listens to what is being saved', () => {
  applyTasks({ ...noChanges(), added: { a: task('domain.save', 'running') } }, true);
  const { saving } = useTaskStore.getState();
  applyTasks(
    { ...noChanges(), updated: { a: { ...task('domain.save', 'running'), progress: { fraction: 0.5 } } } },
    false,
  );
  applyTasks({ ...noChanges(), added: { b: task('disk.move', 'running') } }, false);
  expect(useTaskStore.getState().saving).toBe(saving);
});
