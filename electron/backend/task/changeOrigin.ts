/**
 * Knows which changes are ours: a definition that changes while, or just after, a task of ours ran on its object was changed by that
 * task. And reads an object again when its task has ended, because libvirt has no event for some of what tasks change (autostart).
 */
import { AppError } from '../../../shared/errors.ts';
import { objectKey, type ObjectRef } from '../../../shared/model/objectRef.ts';
import type { Sessions } from '../session.ts';
import type { Tasks } from './tasks.ts';

/** How long after a task's end its events may still come. */
const LINGER_MS = 5000;

export class ChangeOrigin {
  /** Object -> the task that runs or just ran on it. */
  readonly #tasks = new Map<string, { readonly id: string; until: number }>();

  taskOf(object: ObjectRef): string | undefined {
    const key = objectKey(object);
    const task = this.#tasks.get(key);
    if (task && task.until > Date.now()) return task.id;
    this.#tasks.delete(key);
    return undefined;
  }

  async follow(tasks: Tasks, sessions: Sessions, signal: AbortSignal): Promise<void> {
    for await (const { added, updated } of tasks.watch(signal)) {
      for (const { id, ref, state } of [...Object.values(added), ...Object.values(updated)]) {
        const key = objectKey(ref);
        if (state === 'running') this.#tasks.set(key, { id, until: Number.POSITIVE_INFINITY });
        else if (this.#tasks.get(key)?.id === id) {
          this.#tasks.set(key, { id, until: Date.now() + LINGER_MS });
          refresh(sessions, ref);
        }
      }
    }
  }
}

function refresh(sessions: Sessions, { host, kind, id }: ObjectRef): void {
  try {
    sessions.get(host).refresh({ kind, id });
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === 'notFound')) throw thrown; // the host was removed meanwhile
  }
}
