/** What a window may ask of a host's storage pools (`shared/api/storagePool.ts`). */
import { storagePool } from '../../../shared/api/storagePool.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import type { Sessions } from '../session.ts';
import type { Planner } from '../task/plan.ts';
import type { Tasks } from '../task/tasks.ts';
import { verbHandlers } from '../task/verbHandlers.ts';
import { listPools, refreshPool } from './list.ts';
import { storagePoolVerbs } from './verbs.ts';

export interface StoragePoolParts {
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  readonly plan: Planner;
}

export function storagePoolHandlers({ sessions, tasks, plan }: StoragePoolParts): NounHandlers<typeof storagePool> {
  return {
    list: ({ host }, { signal }) => listPools(sessions.get(host), signal),
    refresh: ({ host, pool }, { signal }) => refreshPool(sessions.get(host), pool, signal),
    ...verbHandlers('storagePool', storagePool, storagePoolVerbs, { tasks, plan }),
  };
}
