/** All verbs that make plans. A noun adds its table here. */
import { appError } from '../../shared/errors.ts';
import { domainVerbs } from './domainVerbs.ts';
import type { Sessions } from './hostSession.ts';
import type { Planner } from './plans.ts';

const verbs = { ...domainVerbs };

/** Looks the verb up and makes its plan from how things are now. */
export const openPlanner =
  (sessions: Sessions): Planner =>
  async (request) => {
    const make = verbs[request.verb];
    if (make === undefined)
      throw appError('notSupported', `no such verb: ${request.verb}`, { operation: request.verb });
    return make(sessions, request);
  };
