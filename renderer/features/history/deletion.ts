import type { DeletedDomain } from '../../../shared/model/definitionVersion.ts';
import { isSameObject, type ObjectRef } from '../../../shared/model/objectRef.ts';
import type { Task } from '../../../shared/model/task.ts';

/** The task of ours that deleted the VM, as long as it is on record; undefined when it was somebody else. */
export function deletionOf(tasks: readonly Task[], { host, uuid, lastSeen }: DeletedDomain): Task | undefined {
  const gone: ObjectRef = { host, kind: 'domain', id: uuid };
  return tasks
    .filter(
      (task) =>
        task.verb === 'domain.delete' &&
        isSameObject(task.ref, gone) &&
        task.state === 'done' &&
        task.startedAt >= lastSeen, // an earlier one was followed by another definition
    )
    .toSorted((a, b) => b.startedAt - a.startedAt)[0];
}
