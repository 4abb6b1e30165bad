import { z } from 'zod';
import type { Changes } from '../changes.ts';
import type { Task } from '../model/task.ts';
import { call, noun, subscription } from '../rpc/contract.ts';

const taskRef = z.object({ id: z.string() });

export const task = noun({
  /** Running ones and the latest ended ones (from the store, so they outlive a restart). */
  watch: subscription(z.object({})).yields<Changes<Task>>(),
  cancel: call(taskRef).returns<void>(),
  /** Runs the same plan again; returns the new task's id. */
  retry: call(taskRef).returns<string>(),
  /** Runs the inverse of an ended task's plan; returns the new task's id. */
  undo: call(taskRef).returns<string>(),
  /** Removes ended tasks from the panel. */
  clear: call(z.object({})).returns<void>(),
});
