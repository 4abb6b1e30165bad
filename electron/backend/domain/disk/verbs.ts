/** The verbs of a domain's disk that make plans. */
import { disk } from '../../../../shared/api/disk.ts';
import type { TaskId } from '../../../../shared/api/domain.ts';
import type { DomainRef } from '../../../../shared/model/domain.ts';
import type { Call } from '../../../../shared/rpc/contract.ts';
import { flattenStep } from './flatten.ts';
import { moveStep } from './move.ts';
import { resizeStep } from './resize.ts';
import { domainTarget, type DomainTarget } from '../target.ts';
import type { Sessions } from '../../session.ts';
import type { Plan, PlanRequest, Step } from '../../task/plan.ts';

const verb =
  <I extends DomainRef>(method: Call<I, TaskId>, step: (target: DomainTarget, input: I) => Step) =>
  (sessions: Sessions, request: PlanRequest): Plan => {
    const input = method.input.parse(request.input);
    const target = domainTarget(sessions, input);
    return {
      request,
      host: input.host,
      hostName: target.session.config.name,
      object: target.object,
      uuid: input.uuid,
      effect: 'now',
      steps: [step(target, input)],
    };
  };

export const diskVerbs: Readonly<Record<string, (sessions: Sessions, request: PlanRequest) => Plan>> = {
  'disk.resize': verb(disk.resize, resizeStep),
  'disk.move': verb(disk.move, moveStep),
  'disk.flatten': verb(disk.flatten, flattenStep),
};
