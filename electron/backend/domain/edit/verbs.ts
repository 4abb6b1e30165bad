/** The verbs that change a domain's definition. */
import { domains } from '../../../../shared/api/domains.ts';
import { hasSecret } from '../../../../shared/model/editDefinition.ts';
import { definePlan } from '../definition/define.ts';
import { editStep, planDomainEdit } from './edit.ts';
import { domainTarget } from '../target.ts';
import type { Sessions } from '../../session.ts';
import type { Plan, PlanRequest } from '../../task/plan.ts';

export const domainEditVerbs: Readonly<Record<string, (sessions: Sessions, request: PlanRequest) => Promise<Plan>>> = {
  'domains.define': async (sessions, request) =>
    definePlan(sessions, request, domains.define.input.parse(request.input)),
  'domains.edit': async (sessions, request) => {
    const { host, uuid, ...input } = domains.edit.input.parse(request.input);
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
        verb: 'domains.edit',
        input: { host, uuid, edits: plan.inverse, nextStartOnly: input.nextStartOnly, force: false },
      },
      once: input.edits.some(hasSecret),
    };
  },
};
