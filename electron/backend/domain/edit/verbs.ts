/** The verbs that change a domain's definition. */
import { domain } from '../../../../shared/api/domain.ts';
import { hasSecret } from '../../../../shared/model/editDefinition.ts';
import { definePlan } from '../definition/define.ts';
import { editStep, planDomainEdit } from './edit.ts';
import { domainTarget } from '../target.ts';
import type { Sessions } from '../../session.ts';
import type { Plan, PlanRequest } from '../../task/plan.ts';

export const domainEditVerbs: Readonly<Record<string, (sessions: Sessions, request: PlanRequest) => Promise<Plan>>> = {
  'domain.define': async (sessions, request) => definePlan(sessions, request, domain.define.input.parse(request.input)),
  'domain.edit': async (sessions, request) => {
    const { host, uuid, ...input } = domain.edit.input.parse(request.input);
    const target = domainTarget(sessions, { host, uuid });
    const plan = await planDomainEdit(target, input);
    const live = plan.edits.some((planned) => planned.live.length > 0);
    return {
      request,
      host,
      hostName: target.session.config.name,
      object: target.object,
      uuid,
      effect: live ? 'now' : 'nextBoot',
      steps: [editStep(target, input)],
      inverse: {
        verb: 'domain.edit',
        input: { host, uuid, edits: plan.inverse, nextStartOnly: input.nextStartOnly, force: false },
      },
      once: input.edits.some(hasSecret),
    };
  },
};
