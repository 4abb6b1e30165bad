/** Runs plans as tasks: progress, log, cancel, record, retry, undo. The only place that starts anything that changes a host. */
import type { Changes } from '../../shared/changes.ts';
import type { Task } from '../../shared/model/task.ts';
import type { tasks as tasksContract } from '../../shared/api/tasks.ts';
import type { TaskId } from '../../shared/api/domains.ts';
import type { NounHandlers } from '../../shared/rpc/contract.ts';
import type { Plan, PlanRequest } from './plans.ts';
import type { Sessions } from './hostSession.ts';

/** A task with what it takes to run it again; what the store keeps. */
export interface TaskRecord {
  readonly task: Task;
  readonly request: PlanRequest;
  readonly inverse?: PlanRequest;
}

/** What tasks need of the local store. */
export interface TaskStore {
  /** Inserts or replaces by `task.id`. */
  save(record: TaskRecord): Promise<void>;
  /** The latest ones by `task.startedAt`, newest first. */
  latest(limit: number): Promise<readonly TaskRecord[]>;
  remove(ids: readonly string[]): Promise<void>;
}

export interface Tasks {
  /** Starts the plan and returns at once. */
  run(plan: Plan): TaskId;
  /** All tasks there are, then what changes; squashed for a slow reader. */
  watch(signal: AbortSignal): AsyncIterable<Changes<Task>>;
  cancel(id: TaskId): void;
  retry(id: TaskId): Promise<TaskId>;
  undo(id: TaskId): Promise<TaskId>;
  clear(): void;
  /** Cancels what can be cancelled and waits for the records to be written. */
  close(): Promise<void>;
}

export function openTasks(parts: { readonly sessions: Sessions; readonly store: { readonly tasks: TaskStore } }): Tasks {
  throw new Error('not yet');
}

export function tasksHandlers(tasks: Tasks): NounHandlers<typeof tasksContract> {
  throw new Error('not yet');
}
