/** The verbs of storage pools. */
import { storagePool } from '../../../shared/api/storagePool.ts';
import { procedures } from '../../libvirt/index.ts';
import type { HostSession, Sessions } from '../session.ts';
import type { Step } from '../task/plan.ts';
import { verb, type Target, type VerbTable } from '../task/verb.ts';

interface PoolRef {
  readonly host: string;
  readonly pool: string;
}

const poolTarget = (sessions: Sessions, { host, pool }: PoolRef): Target => ({
  session: sessions.get(host),
  ref: { host, kind: 'storagePool', id: pool },
  object: { kind: 'storagePool', name: pool },
});

export const storagePoolVerbs: VerbTable<typeof storagePool> = {
  start: verb(storagePool.start, {
    target: poolTarget,
    plan: ({ session }, { pool }) => ({ steps: [startStep(session, pool)] }),
  }),
};

function startStep(session: HostSession, name: string): Step {
  return {
    name: 'storagePoolCreate',
    lane: 'slow',
    run: async ({ log }) => {
      const lane = await session.lane('slow');
      const { pool } = await lane.call(procedures.storagePoolLookupByName, { name });
      await lane.call(procedures.storagePoolCreate, { pool, flags: 0 });
      log('info', 'poolStarted', { pool: name });
    },
  };
}
