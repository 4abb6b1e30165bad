/** What a window may ask of a host's storage pools (`shared/api/storagePool.ts`). */
import { storagePool } from '../../../shared/api/storagePool.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { domainsNaming, hasElement } from '../calls/domainsNaming.ts';
import { lastSeenDomains } from '../calls/lastSeenDomains.ts';
import type { HostSession, Sessions } from '../session.ts';
import type { Planner } from '../task/plan.ts';
import type { Tasks } from '../task/tasks.ts';
import { definitionText } from '../calls/definitionText.ts';
import { verbHandlers } from '../task/verbHandlers.ts';
import { listPools, readPoolXml, refreshPool } from './list.ts';
import { storagePoolVerbs } from './verbs.ts';

export interface StoragePoolParts {
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  readonly plan: Planner;
}

export function storagePoolHandlers({ sessions, tasks, plan }: StoragePoolParts): NounHandlers<typeof storagePool> {
  return {
    list: ({ host }, { signal }) => listPools(sessions.get(host), signal),
    look: ({ host, pool }, { signal }) => refreshPool(sessions.get(host), pool, signal),
    definition: ({ host, id }, { signal }) => {
      const session = sessions.get(host);
      return definitionText(session, { kind: 'storagePool', id }, () => readPoolXml(session, id, signal));
    },
    users: ({ host, id }) => poolUsers(sessions.get(host), id),
    ...verbHandlers('storagePool', storagePool, storagePoolVerbs, { tasks, plan }),
  };
}

/** Who names it, or an image below the place where its volumes are. */
async function poolUsers(session: HostSession, id: string): Promise<readonly string[]> {
  const pool = session.record('storagePool', id);
  if (pool === undefined) return [];
  const { name, targetPath } = pool;
  const domains = await lastSeenDomains(session);
  const below = domains.filter(({ images }) =>
    images.some(({ names }) => names.some((path) => targetPath !== undefined && path.startsWith(`${targetPath}/`))),
  );
  const named = await domainsNaming(session, name, (definition) => hasElement(definition, 'source', 'pool', name));
  return [...new Set([...named, ...below.map((domain) => domain.name)])].toSorted();
}
