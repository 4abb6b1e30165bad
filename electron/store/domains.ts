import type { Domain } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { Database, Statement } from './database.ts';

/** Changes of this time are written together; a domain that changed several times, once. */
const GATHER_MS = 500;
/** Records per transaction: making one of thousands would hold up the event loop. */
const BATCH = 100;

/** The last known rows of a host's list, so that the next start shows them at once. */
export interface DomainStore {
  of(host: HostId): Promise<readonly Domain[]>;
  /** Resolves once it is written, some time later. A host that was removed meanwhile is passed over. */
  save(host: HostId, changed: readonly Domain[], removed: readonly string[]): Promise<void>;
  /** Writes what waits. */
  flush(): Promise<void>;
}

export function domainStore(database: Database): DomainStore {
  /** By host and UUID; undefined: removed. */
  let waiting = new Map<string, { readonly host: HostId; readonly uuid: string; readonly domain?: Domain }>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.withResolvers<void>();

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const entries = [...waiting.values()];
    waiting = new Map();
    const current = writing;
    writing = Promise.withResolvers();
    const write = async (): Promise<void> => {
      for (let at = 0; at < entries.length; at += BATCH) {
        await database.transaction(entries.slice(at, at + BATCH).map(statement));
      }
    };
    current.resolve(write());
    return current.promise;
  };
  return {
    of: async (host) => {
      const rows = await database.all('SELECT domain FROM domains WHERE host = ?', host);
      return rows.map((row) => JSON.parse(String(row['domain'])));
    },
    save: (host, changed, removed) => {
      for (const domain of changed) waiting.set(`${host}/${domain.uuid}`, { host, uuid: domain.uuid, domain });
      for (const uuid of removed) waiting.set(`${host}/${uuid}`, { host, uuid });
      timer ??= setTimeout(() => void flush().catch(() => undefined), GATHER_MS); // who saved hears of a failure
      return writing.promise;
    },
    flush,
  };
}

function statement({
  host,
  uuid,
  domain,
}: {
  readonly host: HostId;
  readonly uuid: string;
  readonly domain?: Domain;
}): Statement {
  if (!domain) return { sql: 'DELETE FROM domains WHERE host = ? AND uuid = ?', values: [host, uuid] };
  return {
    sql: `INSERT INTO domains (host, uuid, domain)
          SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM hosts WHERE id = ?1) ON CONFLICT DO UPDATE SET domain = ?3`,
    values: [host, uuid, JSON.stringify(domain)],
  };
}
