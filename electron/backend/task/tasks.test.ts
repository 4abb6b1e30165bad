import { describe, expect, test } from 'vitest';
import type { Changes } from '../../../shared/changes.ts';
import { appError, type AppError } from '../../../shared/errors.ts';
import type { Task } from '../../../shared/model/task.ts';
import type { Plan, PlanRequest, Step } from './plan.ts';
import type { TaskRecord, TaskStore } from '../../store/tasks.ts';
import { openTasks, type Tasks } from './tasks.ts';

/** A store in memory, with the store's own promise: what was saved is what comes back. */
class MemoryStore implements TaskStore {
  readonly records = new Map<string, TaskRecord>();
  async save(record: TaskRecord): Promise<void> {
    this.records.set(record.task.id, structuredClone(record));
  }
  async latest(limit: number): Promise<readonly TaskRecord[]> {
    return [...this.records.values()].toReversed().slice(0, limit);
  }
  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.records.delete(id);
  }
}

const request = (verb: string): PlanRequest => ({ verb, input: { host: 'h', uuid: 'u' } });
function planOf(verb: string, steps: readonly Step[], inverse?: string): Plan {
  return {
    request: request(verb),
    ref: { host: 'h', kind: 'domain', id: 'u' },
    object: { kind: 'domain', name: 'web' },
    hostName: 'h1',
    effect: 'now',
    steps,
    ...(inverse === undefined ? {} : { inverse: request(inverse) }),
  };
}
const done: Step = { name: 'done', run: async () => undefined };
const failing = (error: AppError): Step => ({
  name: 'failing',
  run: async () => {
    throw error;
  },
});
/** Runs until it is cancelled, like a save that is aborted. */
function endless(): Step {
  let stop = (): void => undefined;
  return {
    name: 'endless',
    run: () => new Promise((_resolve, reject) => (stop = () => reject(appError('libvirt', 'operation aborted')))),
    cancel: async () => stop(),
  };
}

async function open(store = new MemoryStore(), plans: Readonly<Record<string, Plan>> = {}): Promise<Tasks> {
  return openTasks({
    store: { tasks: store },
    plan: async ({ verb }) => {
      const plan = plans[verb];
      if (plan === undefined) throw appError('notSupported', verb);
      return plan;
    },
  });
}

/** The task once it has ended. */
async function ended(tasks: Tasks, id: string): Promise<Task> {
  const stop = new AbortController();
  for await (const { added, updated } of tasks.watch(stop.signal)) {
    const task = updated[id] ?? added[id];
    if (task !== undefined && task.state !== 'running') return task;
  }
  throw new Error('the subscription ended');
}

describe('a task', () => {
  test('is running at once and done when its steps are', async () => {
    const tasks = await open();
    const id = tasks.run(planOf('domain.start', [done, done]));
    expect(await ended(tasks, id)).toMatchObject({
      state: 'done',
      verb: 'domain.start',
      hostName: 'h1',
      undoable: false,
      repeatable: true,
      log: [],
    });
  });

  test('shows the progress and the log of its steps', async () => {
    const tasks = await open();
    const step: Step = {
      name: 'telling',
      run: async ({ log, progress }) => {
        log('info', 'guestAsked');
        progress({ fraction: 0.5 });
      },
    };
    expect(await ended(tasks, tasks.run(planOf('domain.save', [step])))).toMatchObject({
      progress: { fraction: 0.5 },
      log: [{ level: 'info', text: 'guestAsked' }],
    });
  });

  test('that fails says what was done to which object on which host, and runs no later step', async () => {
    const tasks = await open();
    let later = false;
    const step: Step = { name: 'later', run: async () => void (later = true) };
    const task = await ended(
      tasks,
      tasks.run(planOf('domain.start', [failing(appError('libvirt', 'no memory')), step])),
    );
    expect(task).toMatchObject({
      state: 'failed',
      error: {
        code: 'libvirt',
        message: 'no memory',
        operation: 'domain.start',
        host: 'h1',
        object: { kind: 'domain', name: 'web' },
      },
    });
    expect(later).toBe(false);
  });

  test.each(['connectionLost', 'keepaliveTimeout', 'protocolError'] as const)(
    'whose answer never came (%s) says that its outcome is unknown',
    async (code) => {
      const tasks = await open();
      const task = await ended(tasks, tasks.run(planOf('domain.destroy', [failing(appError(code, 'gone'))])));
      expect(task).toMatchObject({ state: 'failed', error: { code: 'outcomeUnknown', host: 'h1', cause: { code } } });
    },
  );

  test('whose change waits for the next start says so once it is made, and only then', async () => {
    const tasks = await open();
    const edit = planOf('domain.edit', [done]);
    const later = { ...edit, effect: 'nextBoot' as const };
    const waits = [expect.objectContaining({ level: 'info', text: 'nextBoot' })];
    expect((await ended(tasks, tasks.run(later))).log).toEqual(waits);
    expect((await ended(tasks, tasks.run(edit))).log).toEqual([]);
    const steps = [failing(appError('editConflict', 'changed meanwhile'))];
    expect((await ended(tasks, tasks.run({ ...later, steps }))).log).toEqual([]);
  });

  test('keeps at most 1000 lines of log, the last ones', async () => {
    const tasks = await open();
    const step: Step = {
      name: 'chatty',
      run: async ({ log }) => {
        for (let line = 0; line < 1500; line++) log('info', 'line', { line });
      },
    };
    const { log } = await ended(tasks, tasks.run(planOf('domain.delete', [step])));
    expect([log.length, log.at(-1)?.params]).toEqual([1000, { line: 1499 }]);
  });
});

describe('cancel', () => {
  test('stops the running step, and the task is cancelled without being an error', async () => {
    const tasks = await open();
    const id = tasks.run(planOf('domain.save', [endless()]));
    await Promise.resolve().then(() => Promise.resolve());
    await tasks.cancel(id);
    const task = await ended(tasks, id);
    expect(task).toMatchObject({ state: 'cancelled', cancellable: false, log: [{ text: 'cancelRequested' }] });
    expect(task.error).toBeUndefined();
  });
  test('that came too late leaves a finished task done', async () => {
    const tasks = await open();
    let release = (): void => undefined;
    const slow: Step = {
      name: 'slow',
      run: () => new Promise((resolve) => (release = resolve)),
      cancel: async () => release(),
    };
    const id = tasks.run(planOf('domain.save', [slow]));
    await Promise.resolve().then(() => Promise.resolve());
    await tasks.cancel(id);
    expect((await ended(tasks, id)).state).toBe('done');
  });
  test('is refused for a task of one step that cannot be stopped, and for an ended one', async () => {
    const tasks = await open();
    const id = tasks.run(planOf('domain.start', [done]));
    await expect(tasks.cancel(id)).rejects.toMatchObject({ code: 'conflict' });
    await ended(tasks, id);
    await expect(tasks.cancel(id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(tasks.cancel('nobody')).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('retry and undo', () => {
  test('retry plans the same request again', async () => {
    const again = planOf('domain.start', [done]);
    const tasks = await open(new MemoryStore(), { 'domain.start': again });
    const first = tasks.run(planOf('domain.start', [failing(appError('libvirt', 'busy'))]));
    await ended(tasks, first);
    const second = await tasks.retry(first);
    expect(second).not.toBe(first);
    expect((await ended(tasks, second)).state).toBe('done');
  });
  test('what is kept nowhere can not be done again, and the task says so, also after a restart', async () => {
    const store = new MemoryStore();
    const tasks = await open(store);
    const id = tasks.run({ ...planOf('storageVolume.upload', [failing(appError('libvirt', 'full'))]), once: true });
    expect(await ended(tasks, id)).toMatchObject({ state: 'failed', repeatable: false });
    await expect(tasks.retry(id)).rejects.toMatchObject({ code: 'notRepeatable' });
    await tasks.close();
    expect(await ended(await open(store), id)).toMatchObject({ repeatable: false });
  });
  test('undo runs the inverse, once', async () => {
    const tasks = await open(new MemoryStore(), {
      'domain.resume': planOf('domain.resume', [done], 'domain.suspend'),
    });
    const id = tasks.run(planOf('domain.suspend', [done], 'domain.resume'));
    expect((await ended(tasks, id)).undoable).toBe(true);
    expect(await ended(tasks, await tasks.undo(id))).toMatchObject({ verb: 'domain.resume', state: 'done' });
    await expect(tasks.undo(id)).rejects.toMatchObject({ code: 'conflict' });
  });
  test('a task that failed or has no inverse cannot be undone', async () => {
    const tasks = await open();
    const failed = tasks.run(planOf('domain.suspend', [failing(appError('libvirt', 'no'))], 'domain.resume'));
    const without = tasks.run(planOf('domain.start', [done]));
    await ended(tasks, failed);
    await ended(tasks, without);
    await expect(tasks.undo(failed)).rejects.toMatchObject({ code: 'conflict' });
    await expect(tasks.undo(without)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the record', () => {
  test('outlives the program, with what it takes to undo', async () => {
    const store = new MemoryStore();
    const before = await open(store);
    const id = before.run(planOf('domain.suspend', [done], 'domain.resume'));
    await ended(before, id);
    await before.close();
    const after = await open(store, { 'domain.resume': planOf('domain.resume', [done]) });
    expect(await ended(after, id)).toMatchObject({ state: 'done', undoable: true });
    expect((await ended(after, await after.undo(id))).state).toBe('done');
  });
  test('of a task that was running when the program ended says that the outcome is unknown', async () => {
    const store = new MemoryStore();
    const id = (await open(store)).run(planOf('domain.save', [endless()]));
    expect(await ended(await open(store), id)).toMatchObject({ state: 'failed', error: { code: 'outcomeUnknown' } });
  });
  test('keeps the latest 500 ended tasks', async () => {
    const store = new MemoryStore();
    const tasks = await open(store);
    const ids: string[] = [];
    for (let count = 0; count < 510; count++) ids.push(tasks.run(planOf('domain.start', [done])));
    await ended(tasks, ids.at(-1) ?? '');
    await tasks.close();
    expect(store.records.size).toBe(500);
    expect(store.records.has(ids[0] ?? '')).toBe(false);
  });
  test('is removed by clear, but for what runs', async () => {
    const store = new MemoryStore();
    const tasks = await open(store);
    const running = tasks.run(planOf('domain.save', [endless()]));
    await ended(tasks, tasks.run(planOf('domain.start', [done])));
    tasks.clear();
    await Promise.resolve();
    expect([...store.records.keys()]).toEqual([running]);
  });
});

test('a subscriber that reads late gets one squashed change', async () => {
  const tasks = await open();
  const stop = new AbortController();
  const watching = tasks.watch(stop.signal);
  expect(await watching.next()).toEqual({
    done: false,
    value: { added: {}, updated: {}, removed: [] } satisfies Changes<Task>,
  });
  const id = tasks.run(planOf('domain.start', [done]));
  await ended(tasks, id);
  const { value } = await watching.next();
  expect(value?.added[id]).toMatchObject({ state: 'done' });
  expect(value?.updated).toEqual({});
  stop.abort();
  expect((await watching.next()).done).toBe(true);
});
