/** The verbs of secrets. */
import { secret } from '../../../shared/api/secret.ts';
import { procedures } from '../../libvirt/index.ts';
import type { HostSession } from '../session.ts';
import { hostedTarget } from '../task/hostedTarget.ts';
import type { Step } from '../task/plan.ts';
import { verb, type VerbTable } from '../task/verb.ts';

const target = hostedTarget('secret');

export const secretVerbs: VerbTable<typeof secret> = {
  undefine: verb(secret.undefine, {
    target,
    plan: ({ session, wire }) => ({ steps: [undefineStep(session, wire.uuid)] }),
  }),
};

function undefineStep(session: HostSession, uuid: Uint8Array): Step {
  return {
    name: 'secretUndefine',
    lane: 'control',
    run: async () => {
      const lane = await session.lane('control');
      const { secret: found } = await lane.call(procedures.secretLookupByUuid, { uuid });
      await lane.call(procedures.secretUndefine, { secret: found });
    },
  };
}
