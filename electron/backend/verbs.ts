/** All verbs that make plans. A noun adds its table here. */
import { appError } from '../../shared/errors.ts';
import { diskVerbs } from './domain/disk/verbs.ts';
import { domainVerbs } from './domain/verbs.ts';
import type { Sessions } from './session.ts';
import type { Plan, Planner, PlanRequest } from './task/plan.ts';
import { storagePoolVerbs } from './storagePool/verbs.ts';
import { storageVolumeVerbs } from './storageVolume/verbs.ts';
import { domainEditVerbs } from './domain/edit/verbs.ts';

const verbs: Readonly<Record<string, (sessions: Sessions, request: PlanRequest) => Plan | Promise<Plan>>> = {
  ...domainVerbs,
  ...domainEditVerbs,
  ...diskVerbs,
  ...storagePoolVerbs,
  ...storageVolumeVerbs,
};

/** Looks the verb up and makes its plan from how things are now. */
export const openPlanner =
  (sessions: Sessions): Planner =>
  async (request) => {
    const make = verbs[request.verb];
    if (make === undefined)
      throw appError('notSupported', `no such verb: ${request.verb}`, { operation: request.verb });
    return make(sessions, request);
  };
