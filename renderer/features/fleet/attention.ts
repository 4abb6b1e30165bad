/** What is not fine in the fleet, worst first. */
import type { Domain } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import type { Task } from '../../../shared/model/task.ts';

export type Attention =
  | { readonly kind: 'hostFailed' | 'hostAway'; readonly host: Host }
  | { readonly kind: 'domainCrashed'; readonly domain: Domain; readonly host: Host | undefined }
  | { readonly kind: 'taskFailed'; readonly task: Task };

/** Failed tasks older than this are history. */
const RECENT_MS = 24 * 60 * 60_000;

export function attentionOf(
  hosts: readonly Host[],
  domains: readonly Domain[],
  tasks: readonly Task[],
  now: number,
): readonly Attention[] {
  const hostOf = new Map(hosts.map((host) => [host.id, host]));
  return [
    ...hosts.filter(({ status }) => status.kind === 'failed').map((host) => ({ kind: 'hostFailed', host }) as const),
    ...hosts
      .filter(({ status }) => status.kind === 'reconnecting')
      .map((host) => ({ kind: 'hostAway', host }) as const),
    ...domains
      .filter(({ state }) => state === 'crashed')
      .map((domain) => ({ kind: 'domainCrashed', domain, host: hostOf.get(domain.host) }) as const),
    ...tasks
      .filter(({ state, endedAt }) => state === 'failed' && now - (endedAt ?? now) < RECENT_MS)
      .map((task) => ({ kind: 'taskFailed', task }) as const),
  ];
}
