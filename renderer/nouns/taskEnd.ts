import type { Task } from '../../shared/model/task.ts';
import { useTaskStore } from '../store/tasks.ts';

/** Resolves with the task once it has ended. */
export function taskEnded(id: string): Promise<Task> {
  return new Promise((resolve) => {
    const look = (tasks: Readonly<Record<string, Task>>): boolean => {
      const task = tasks[id];
      if (task === undefined || task.state === 'running') return false;
      resolve(task);
      return true;
    };
    if (look(useTaskStore.getState().tasks)) return;
    const stop = useTaskStore.subscribe(({ tasks }) => {
      if (look(tasks)) stop();
    });
  });
}
