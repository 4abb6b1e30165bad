/** What is not fine in the fleet, worst first. */
import type { Domain } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import type { Task } from '../../../shared/model/task.ts';

export type Attention =
  | { readonly kind: 'hostFailed' | 'hostAway'; readonly host: Host }
  | { readonly kind: 'domainCrashed' | 'domainStuck'; readonly domain: Domain; readonly host: Host | undefined }
  | { readonly kind: 'taskFailed'; readonly task: Task };

/** Failed tasks older than this are history. */
const RECENT_MS = 24 * 60 * 60_000;

/**
 * Why a domain is paused though nobody asked for it (virDomainPausedReason): I/O error 5, watchdog 6, guest crashed 10,
 * post-copy migration failed 13, API error 14.
 */
const stuckReasons: ReadonlySet<number> = new Set([5, 6, 10, 13, 14]);

export const isStuck = ({ state, stateReason }: Domain): boolean => state === 'paused' && stuckReasons.has(stateReason);

export function attentionOf(
  hosts: readonly Host[],
  domains: readonly Domain[],
  tasks: readonly Task[],
  now: number,
): readonly Attention[] {
  const hostOf = new Map(hosts.map((host) => [host.id, host]));
  const found = (kind: 'domainCrashed' | 'domainStuck', is: (domain: Domain) => boolean): readonly Attention[] =>
    domains.filter(is).map((domain) => ({ kind, domain, host: hostOf.get(domain.host) }));
  return [
    ...hosts.filter(({ status }) => status.kind === 'failed').map((host) => ({ kind: 'hostFailed', host }) as const),
    ...hosts
      .filter(({ status }) => status.kind === 'reconnecting')
      .map((host) => ({ kind: 'hostAway', host }) as const),
    ...found('domainCrashed', ({ state }) => state === 'crashed'),
    ...found('domainStuck', isStuck),
    ...tasks
      .filter(({ state, endedAt }) => state === 'failed' && now - (endedAt ?? now) < RECENT_MS)
      .map((task) => ({ kind: 'taskFailed', task }) as const),
  ];
}
