/** Tells of tasks that ended while nobody looked. */
import type { NotificationConstructorOptions } from 'electron';
import type { Api } from '../../shared/api/contract.ts';
import { apply } from '../../shared/changes.ts';
import type { Task } from '../../shared/model/task.ts';
import { domainHref, hostHref } from '../../shared/model/route.ts';
import type { Language } from '../shell/language.ts';
import { filled, words } from './words.ts';

export interface NotificationParts {
  readonly show: (options: NotificationConstructorOptions, onClick: () => void) => void;
  /** Whether any window of the program has the keyboard. */
  readonly isFocused: () => boolean;
  readonly focus: (route: string) => void;
  readonly language: Language;
}

/** A success that was there at once is no news. Milliseconds. */
const newsAfter = 5000;

/** Watches tasks until the signal aborts. */
export async function runNotifications(api: Api, parts: NotificationParts, signal: AbortSignal): Promise<void> {
  let tasks: Readonly<Record<string, Task>> = {};
  for await (const changes of api.task.watch({}, { signal })) {
    const before = tasks;
    tasks = apply(before, changes);
    for (const task of Object.values({ ...changes.added, ...changes.updated })) {
      // One that had ended before we looked is of an earlier run of the program.
      const hasEnded = before[task.id]?.state === 'running' && task.state !== 'running';
      if (hasEnded && isNews(task) && !parts.isFocused()) tell(task, parts);
    }
  }
}

function isNews({ state, startedAt, endedAt = startedAt }: Task): boolean {
  return state === 'failed' || (state === 'done' && endedAt - startedAt >= newsAfter);
}

function tell(task: Task, { show, focus, language }: NotificationParts): void {
  const title = filled(words.taskObject[language], { object: task.object.name, host: task.hostName });
  const why = task.error?.raw ?? task.error?.message ?? '';
  const body = task.state === 'failed' ? filled(words.taskFailed[language], { why }) : words.taskDone[language];
  show({ title, body }, () => focus(routeOf(task)));
}

function routeOf({ ref: { host, kind, id } }: Task): string {
  return kind === 'domain' ? domainHref({ host, uuid: id }) : hostHref(host);
}
