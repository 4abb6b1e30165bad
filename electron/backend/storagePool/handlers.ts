/** What a window may ask of a host's storage pools (`shared/api/storagePool.ts`). */
import type { storagePool } from '../../../shared/api/storagePool.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import type { Sessions } from '../session.ts';
import type { Planner } from '../task/plan.ts';
import type { Tasks } from '../task/tasks.ts';
import { listPools, refreshPool } from './list.ts';

export interface StoragePoolParts {
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  readonly plan: Planner;
}

export function storagePoolHandlers({ sessions, tasks, plan }: StoragePoolParts): NounHandlers<typeof storagePool> {
  return {
    list: ({ host }, { signal }) => listPools(sessions.get(host), signal),
    refresh: ({ host, pool }, { signal }) => refreshPool(sessions.get(host), pool, signal),
    start: async (input) => tasks.run(await plan({ verb: 'storagePool.start', input })),
  };
}
