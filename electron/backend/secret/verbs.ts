/** The verbs of secrets. */
import { secret } from '../../../shared/api/secret.ts';
import { procedures, uuidBytes } from '../../libvirt/index.ts';
import type { Step } from '../task/plan.ts';
import { verb, type VerbTable } from '../task/verb.ts';
import type { HostSession } from '../session.ts';

export const secretVerbs: VerbTable<typeof secret> = {
  undefine: verb(secret.undefine, {
    target: (sessions, { host, id }) => {
      const session = sessions.get(host);
      const known = session.record('secret', id);
      return { session, ref: { host, kind: 'secret', id }, object: { kind: 'secret', name: known?.name ?? id } };
    },
    plan: ({ session, ref }) => ({ steps: [undefineStep(session, ref.id)] }),
  }),
};

function undefineStep(session: HostSession, id: string): Step {
  return {
    name: 'secretUndefine',
    lane: 'control',
    run: async () => {
      const lane = await session.lane('control');
      const { secret: found } = await lane.call(procedures.secretLookupByUuid, { uuid: uuidBytes(id) });
      await lane.call(procedures.secretUndefine, { secret: found });
    },
  };
}
