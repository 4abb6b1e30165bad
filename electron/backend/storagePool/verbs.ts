/** The verbs of storage pools that make plans. */
import { storagePool } from '../../../shared/api/storagePool.ts';
import { procedures } from '../../libvirt/index.ts';
import type { HostSession, Sessions } from '../session.ts';
import type { Plan, PlanRequest, Step } from '../task/plan.ts';

export const storagePoolVerbs: Readonly<Record<string, (sessions: Sessions, request: PlanRequest) => Plan>> = {
  'storagePool.start': (sessions, request) => {
    const { host, pool } = storagePool.start.input.parse(request.input);
    const session = sessions.get(host);
    return {
      request,
      host,
      hostName: session.config.name,
      object: { kind: 'storagePool', name: pool },
      effect: 'now',
      steps: [startStep(session, pool)],
    };
  },
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
