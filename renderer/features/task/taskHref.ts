import type { Task } from '../../../shared/model/task.ts';

/** Where the object of a task is shown, as long as it has a page of its own and may still be there. */
export const taskHref = ({ verb, ref }: Task): string | undefined =>
  ref.kind === 'domain' && verb !== 'domain.delete' ? `#/vm/${ref.host}/${ref.id}` : undefined;
