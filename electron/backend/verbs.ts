/** All verbs, by noun. A noun adds its table here. */
import type { contract } from '../../shared/api/contract.ts';
import type { VerbNames } from '../../shared/api/verb.ts';
import { appError } from '../../shared/errors.ts';
import { diskVerbs } from './domain/disk/verbs.ts';
import { domainVerbs } from './domain/verbs.ts';
import type { Sessions } from './session.ts';
import { storagePoolVerbs } from './storagePool/verbs.ts';
import { storageVolumeVerbs } from './storageVolume/verbs.ts';
import { networkVerbs } from './network/verbs.ts';
import { secretVerbs } from './secret/verbs.ts';
import type { Planner } from './task/plan.ts';
import type { VerbEntry, VerbTable } from './task/verb.ts';

type Nouns = typeof contract;
/** One table for each noun that has verbs. */
type VerbTables = {
  readonly [N in keyof Nouns as [VerbNames<Nouns[N]>] extends [never] ? never : N]: VerbTable<Nouns[N]>;
};

const tables: VerbTables = {
  domain: domainVerbs,
  disk: diskVerbs,
  network: networkVerbs,
  secret: secretVerbs,
  storagePool: storagePoolVerbs,
  storageVolume: storageVolumeVerbs,
};

/** By `noun.method`. */
export const verbs: ReadonlyMap<string, VerbEntry> = new Map(
  Object.entries(tables).flatMap(([noun, table]) =>
    Object.entries<VerbEntry>(table).map(([method, entry]) => [`${noun}.${method}`, entry]),
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
