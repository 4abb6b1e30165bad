/** The window's copy of the tasks. */
import { useMemo } from 'react';
import { create } from 'zustand';
import { apply, type Changes } from '../../shared/changes.ts';
import type { Task } from '../../shared/model/task.ts';

export const useTaskStore = create<{ readonly tasks: Readonly<Record<string, Task>> }>()(() => ({ tasks: {} }));

export function applyTasks(changes: Changes<Task>, first: boolean): void {
  useTaskStore.setState(({ tasks }) => ({ tasks: apply(first ? {} : tasks, changes) }));
}

/** Newest first. */
export function useTasks(): readonly Task[] {
  const tasks = useTaskStore((state) => state.tasks);
  return useMemo(() => Object.values(tasks).toSorted((a, b) => b.startedAt - a.startedAt), [tasks]);
}

/** How many run. */
export const useRunningTasks = (): number =>
  useTaskStore((state) => Object.values(state.tasks).filter(({ state: now }) => now === 'running').length);
