/** A task: something a user started that changes the world. It has a beginning, usually an end, and a record. */
import type { ErrorData, ErrorObject } from '../errors.ts';
import type { ObjectRef } from './objectRef.ts';

export type TaskState = 'running' | 'done' | 'failed' | 'cancelled';

export interface TaskProgress {
  /** 0..1; absent when only "busy" is known. */
  readonly fraction?: number;
  readonly bytesDone?: number;
  readonly bytesTotal?: number;
  readonly secondsLeft?: number;
}

export interface TaskLogLine {
  readonly at: number;
  readonly level: 'info' | 'warning' | 'error';
  /** Key under `task.log.` in the language files, with its values. */
  readonly text: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface Task {
  readonly id: string;
  /** `noun.method` of the verb; its words are `<noun>.tasks.<method>` in the language files. */
  readonly verb: string;
  readonly ref: ObjectRef;
  /** The object as users name it, and named it then: it may be gone. */
  readonly object: ErrorObject;
  readonly hostName: string;
  readonly state: TaskState;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly progress?: TaskProgress;
  readonly cancellable: boolean;
  /** An inverse plan exists and `task.undo` runs it. */
  readonly undoable: boolean;
  /** What was asked is known, so that `task.retry` can do it again; secrets and bytes of files are kept nowhere. */
  readonly repeatable: boolean;
  readonly error?: ErrorData;
  readonly log: readonly TaskLogLine[];
}
