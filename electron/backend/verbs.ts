/** All verbs, by the nouns' tables. */
import { appError } from '../../shared/errors.ts';
import { nouns } from './nouns.ts';
import type { Sessions } from './session.ts';
import type { Planner } from './task/plan.ts';
import type { VerbEntry } from './task/verb.ts';

/** By `noun.method`. */
export const verbs: ReadonlyMap<string, VerbEntry> = new Map(
  Object.entries(nouns).flatMap(([noun, entry]) =>
    'verbs' in entry
      ? Object.entries<VerbEntry>(entry.verbs).map(([method, verb]) => [`${noun}.${method}`, verb] as const)
      : [],
  ),
);

/** Looks the verb up and makes its plan from how things are now. */
export const openPlanner =
  (sessions: Sessions): Planner =>
  async (request) => {
    const entry = verbs.get(request.verb);
    if (entry === undefined)
      throw appError('notSupported', `no such verb: ${request.verb}`, { operation: request.verb });
    return await entry.plan(sessions, request);
  };
