/** The window's copy of the tasks. */
import { useMemo } from 'react';
import { create } from 'zustand';
import { apply, type Changes } from '../../shared/changes.ts';
import { domainKey, type DomainRef } from '../../shared/model/domain.ts';
import type { Task } from '../../shared/model/task.ts';

interface TaskStore {
  readonly tasks: Readonly<Record<string, Task>>;
  /** Keys of the domains whose memory is being saved: libvirt has no event for the start of a job, and they still count as running. */
  readonly saving: ReadonlySet<string>;
}

export const useTaskStore = create<TaskStore>()(() => ({ tasks: {}, saving: new Set() }));

export function applyTasks(changes: Changes<Task>, first: boolean): void {
  useTaskStore.setState(({ tasks: before, saving }) => {
    const tasks = apply(first ? {} : before, changes);
    const now = savingOf(tasks);
    // Many rows listen to it, while tasks tell of their progress every second.
    return { tasks, saving: sameKeys(saving, now) ? saving : now };
  });
}

const savingOf = (tasks: Readonly<Record<string, Task>>): ReadonlySet<string> =>
  new Set(
    Object.values(tasks).flatMap(({ state, verb, ref: { host, id } }) =>
      state === 'running' && verb === 'domain.save' ? [domainKey({ host, uuid: id })] : [],
    ),
  );

const sameKeys = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((key) => b.has(key));

export const useIsSaving = (domain: DomainRef): boolean => useTaskStore(({ saving }) => saving.has(domainKey(domain)));

/** Newest first. */
export function useTasks(): readonly Task[] {
  const tasks = useTaskStore((state) => state.tasks);
  return useMemo(() => Object.values(tasks).toSorted((a, b) => b.startedAt - a.startedAt), [tasks]);
}

/** How many run. */
export const useRunningTasks = (): number =>
  useTaskStore((state) => Object.values(state.tasks).filter(({ state: now }) => now === 'running').length);
