/**
 * Runs plans as tasks: progress, log, cancel, record, retry, undo. Everything that changes a host goes through here. A task
 * never says what state an object has now: the host's events tell the inventory.
 */
import { randomUUID } from 'node:crypto';
import { noChanges, snapshot, squash, type Changes } from '../../../shared/changes.ts';
import { appError, hasTrait, toAppError, type AppError } from '../../../shared/errors.ts';
import type { TaskId } from '../../../shared/api/verb.ts';
import type { task as tasksContract } from '../../../shared/api/task.ts';
import type { Task, TaskLogLine, TaskState } from '../../../shared/model/task.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import type { TaskRecord, TaskStore } from '../../store/tasks.ts';
import { Feed } from '../inventory/feed.ts';
import type { Plan, Planner, Step, StepContext } from './plan.ts';

/** Tasks kept, the running ones not counted. */
const KEPT = 500;
const LOG_LINES = 1000;

/** Why a task's signal aborts when nobody cancelled it. */
export const programEnds = appError('cancelled', 'VirtDeck ends');

interface Running {
  readonly plan: Plan;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  /** The step being run, and what it was given. */
  current?: { readonly step: Step; readonly context: StepContext };
}

export interface TasksParts {
  readonly store: { readonly tasks: TaskStore };
  /** Makes a plan again from what was asked; see `backend/verbs.ts`. */
  readonly plan: Planner;
}

export type Tasks = TaskList;

/** Reads the recorded tasks; those that were running when the program ended have an unknown outcome. */
export async function openTasks(parts: TasksParts): Promise<Tasks> {
  const tasks = new TaskList(parts);
  await tasks.load();
  return tasks;
}

class TaskList {
  readonly #parts: TasksParts;
  /** Oldest first. */
  readonly #records = new Map<TaskId, TaskRecord>();
  readonly #running = new Map<TaskId, Running>();
  readonly #feed = new Feed<Changes<Task>>({ merge: squash });
  readonly #writes = new Set<Promise<void>>();

  constructor(parts: TasksParts) {
    this.#parts = parts;
  }

  async load(): Promise<void> {
    const records = await this.#parts.store.tasks.latest(KEPT);
    for (const record of records.toReversed()) {
      // Records of older versions don't tell it.
      const task = { ...record.task, repeatable: record.request.input !== null };
      this.#records.set(task.id, { ...record, task });
      if (record.task.state !== 'running') continue;
      const error = appError('outcomeUnknown', 'VirtDeck ended while the task ran', { operation: record.task.verb });
      this.#end(record.task.id, 'failed', error);
    }
  }

  /** Starts the plan and returns at once. */
  run(plan: Plan): TaskId {
    const task: Task = {
      id: randomUUID(),
      verb: plan.request.verb,
      ref: plan.ref,
      object: plan.object,
      hostName: plan.hostName,
      state: 'running',
      startedAt: Date.now(),
      cancellable: plan.steps.length > 1 || plan.steps.some((step) => step.cancel !== undefined),
      undoable: false,
      repeatable: plan.once !== true,
      log: [],
    };
    this.#records.set(task.id, recordOf(task, plan));
    this.#feed.push({ ...noChanges(), added: { [task.id]: task } });
    this.#record(task.id);
    const controller = new AbortController();
    const ended = Promise.resolve().then(() => this.#execute(task.id, plan, controller.signal));
    this.#running.set(task.id, { plan, controller, ended });
    return task.id;
  }

  /** All tasks there are, then what changes; for a slow reader several changes become one. */
  async *watch(signal: AbortSignal): AsyncGenerator<Changes<Task>, void, undefined> {
    yield* this.#feed.watch(snapshot([...this.#records].map(([id, { task }]) => [id, task])), signal);
  }

  /**
   * Asks the task to stop: the running step, where it can be stopped, and all later ones. The task ends when the host says so.
   * @throws AppError `conflict` when it has ended or can't be stopped
   */
  async cancel(id: TaskId): Promise<void> {
    const running = this.#running.get(id);
    const { task } = this.#get(id);
    if (running === undefined || !task.cancellable) {
      throw appError('conflict', 'the task cannot be cancelled', { operation: 'task.cancel', object: task.object });
    }
    running.controller.abort();
    this.#log(id, 'info', 'cancelRequested');
    const { current } = running;
    await current?.step.cancel?.(current.context);
  }

  /** Plans the same again from how things are now. */
  async retry(id: TaskId): Promise<TaskId> {
    const { task, request } = this.#get(id);
    if (request.input === null) {
      throw appError('notRepeatable', 'what it was asked was not kept', {
        operation: 'task.retry',
        object: task.object,
      });
    }
    return this.run(await this.#parts.plan(request));
  }

  /** @throws AppError `conflict` when there is nothing to undo */
  async undo(id: TaskId): Promise<TaskId> {
    const { task, inverse } = this.#get(id);
    if (!task.undoable || inverse === undefined) {
      throw appError('conflict', 'the task cannot be undone', { operation: 'task.undo', object: task.object });
    }
    const undoing = this.run(await this.#parts.plan(inverse));
    this.#update(id, { undoable: false });
    this.#record(id);
    return undoing;
  }

  /** The task once it has ended. */
  async ended(id: TaskId): Promise<Task> {
    await this.#running.get(id)?.ended;
    return this.#get(id).task;
  }

  /** Whether a task of this verb is running for the object, which has its `ref.id` from libvirt. */
  isRunning(verb: string, id: string): boolean {
    return [...this.#running.values()].some(({ plan }) => plan.request.verb === verb && plan.ref.id === id);
  }

  /** Removes ended tasks, from the store too. */
  clear(): void {
    this.#remove([...this.#records.keys()].filter((id) => !this.#running.has(id)));
  }

  /** Stops what can be stopped and waits until every record is written. */
  async close(): Promise<void> {
    for (const { controller } of this.#running.values()) controller.abort(programEnds);
    await Promise.allSettled([...this.#running.values()].map(({ ended }) => ended));
    await Promise.allSettled(this.#writes);
  }

  async #execute(id: TaskId, plan: Plan, signal: AbortSignal): Promise<void> {
    try {
      const context: StepContext = {
        signal,
        log: (level, text, params) => this.#log(id, level, text, params),
        progress: (progress) => this.#update(id, { progress }),
        undoneBy: (inverse) => {
          if (plan.once !== true) this.#records.set(id, { ...this.#get(id), inverse });
        },
      };
      for (const step of plan.steps) {
        if (signal.aborted) throw appError('cancelled', 'cancelled by the user');
        const running = this.#running.get(id);
        if (running !== undefined) running.current = { step, context };
        await step.run(context);
      }
      if (plan.effect === 'nextBoot') context.log('info', 'nextBoot');
      this.#end(id, 'done');
    } catch (thrown) {
      const error = toAppError(thrown).with({ operation: plan.request.verb, object: plan.object, host: plan.hostName });
      // Calls under way when their connection is closed fail as cancelled, though nobody cancelled the task.
      if (hasTrait(error, 'lost') || (error.code === 'cancelled' && !signal.aborted))
        this.#end(id, 'failed', outcomeUnknown(error));
      else this.#end(id, signal.aborted ? 'cancelled' : 'failed', error);
    }
  }

  #end(id: TaskId, state: Exclude<TaskState, 'running'>, error?: AppError): void {
    this.#running.delete(id);
    const { inverse } = this.#get(id);
    this.#update(id, {
      state,
      endedAt: Date.now(),
      cancellable: false,
      undoable: state === 'done' && inverse !== undefined,
      ...(error === undefined || state === 'cancelled' ? {} : { error: error.data }),
    });
    this.#record(id);
    const ended = [...this.#records.keys()].filter((each) => !this.#running.has(each));
    this.#remove(ended.slice(0, Math.max(0, ended.length - KEPT)));
  }

  #get(id: TaskId): TaskRecord {
    const record = this.#records.get(id);
    if (record === undefined) throw appError('notFound', `no task ${id}`, { params: { task: id } });
    return record;
  }

  #log(id: TaskId, level: TaskLogLine['level'], text: string, params?: TaskLogLine['params']): void {
    const { log } = this.#get(id).task;
    const line: TaskLogLine = { at: Date.now(), level, text, ...(params === undefined ? {} : { params }) };
    this.#update(id, { log: [...log.slice(1 - LOG_LINES), line] });
  }

  #update(id: TaskId, change: Partial<Task>): void {
    const record = this.#get(id);
    const task = { ...record.task, ...change };
    this.#records.set(id, { ...record, task });
    this.#feed.push({ ...noChanges(), updated: { [id]: task } });
  }

  #remove(ids: readonly TaskId[]): void {
    if (ids.length === 0) return;
    for (const id of ids) this.#records.delete(id);
    this.#feed.push({ ...noChanges(), removed: ids });
    this.#write(this.#parts.store.tasks.remove(ids));
  }

  #record(id: TaskId): void {
    this.#write(this.#parts.store.tasks.save(this.#get(id)));
  }

  /** A record that can't be written must not end its task: the task itself is right, only its record is late or lost. */
  #write(writing: Promise<void>): void {
    this.#writes.add(writing);
    void writing
      .catch((thrown: unknown) => process.emitWarning(`a task could not be recorded: ${toAppError(thrown).message}`))
      .finally(() => this.#writes.delete(writing));
  }
}

/** What must not end up in the store doesn't. */
function recordOf(task: Task, { request, inverse, once }: Plan): TaskRecord {
  if (once === true) return { task, request: { ...request, input: null } };
  return { task, request, ...(inverse === undefined ? {} : { inverse }) };
}

function outcomeUnknown(cause: AppError): AppError {
  const { operation, object, host } = cause.data;
  return appError('outcomeUnknown', `the connection was lost before the answer came: ${cause.message}`, {
    ...(operation === undefined ? {} : { operation }),
    ...(object === undefined ? {} : { object }),
    ...(host === undefined ? {} : { host }),
    cause: cause.data,
  });
}

export function taskHandlers(tasks: Tasks): NounHandlers<typeof tasksContract> {
  return {
    watch: (_input, { signal }) => tasks.watch(signal),
    cancel: ({ id }) => tasks.cancel(id),
    retry: ({ id }) => tasks.retry(id),
    undo: ({ id }) => tasks.undo(id),
    clear: () => tasks.clear(),
  };
}
