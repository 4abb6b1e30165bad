import type { Domain } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { Database } from './database.ts';

/** The last known rows of a host's list, so that the next start shows them at once. */
export interface DomainStore {
  of(host: HostId): Promise<readonly Domain[]>;
  save(changed: readonly Domain[], removed: readonly { readonly host: HostId; readonly uuid: string }[]): Promise<void>;
}

export function domainStore(database: Database): DomainStore {
  return {
    of: async (host) => {
      const rows = await database.all('SELECT domain FROM domains WHERE host = ?', host);
      return rows.map((row) => JSON.parse(String(row['domain'])));
    },
    save: (changed, removed) =>
      database.transaction([
        ...changed.map((domain) => ({
          sql: 'INSERT INTO domains (host, uuid, domain) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET domain = ?3',
          values: [domain.host, domain.uuid, JSON.stringify(domain)],
        })),
        ...removed.map(({ host, uuid }) => ({
          sql: 'DELETE FROM domains WHERE host = ? AND uuid = ?',
          values: [host, uuid],
        })),
      ]),
  };
}
