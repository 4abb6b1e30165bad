import { hostConfig, type HostConfig, type HostFacts, type HostId } from '../../shared/model/host.ts';
import type { Database, Row } from './database.ts';

/** A host as the store remembers it. */
export interface StoredHost {
  readonly config: HostConfig;
  readonly facts?: HostFacts;
  readonly lastSeen?: number;
}

export interface HostStore {
  /** In the user's order. A record that no longer reads as a host is left out. */
  all(): Promise<readonly StoredHost[]>;
  save(config: HostConfig): Promise<void>;
  saveFacts(host: HostId, facts: HostFacts): Promise<void>;
  saveLastSeen(host: HostId, at: number): Promise<void>;
  /** Forgets the host and all that is kept of it. */
  remove(host: HostId): Promise<void>;
}

function read(row: Row): StoredHost | undefined {
  const config = hostConfig.safeParse(JSON.parse(String(row['config'])));
  if (!config.success) return undefined;
  const facts = row['facts'];
  const lastSeen = row['last_seen'];
  return {
    config: config.data,
    ...(typeof facts === 'string' && { facts: JSON.parse(facts) }),
    ...(typeof lastSeen === 'number' && { lastSeen }),
  };
}

export function hostStore(database: Database): HostStore {
  return {
    all: async () => {
      const rows = await database.all('SELECT config, facts, last_seen FROM hosts ORDER BY position');
      return rows.map(read).filter((host) => host !== undefined);
    },
    save: (config) =>
      database.run(
        `INSERT INTO hosts (id, position, config) VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM hosts), ?2)
         ON CONFLICT (id) DO UPDATE SET config = ?2`,
        config.id,
        JSON.stringify(config),
      ),
    saveFacts: (host, facts) => database.run('UPDATE hosts SET facts = ? WHERE id = ?', JSON.stringify(facts), host),
    saveLastSeen: (host, at) => database.run('UPDATE hosts SET last_seen = ? WHERE id = ?', at, host),
    remove: (host) =>
      database.transaction(
        [
          'hosts WHERE id',
          ...['objects', 'definitions', 'samples', 'secrets', 'waiting_edits'].map((table) => `${table} WHERE host`),
        ].map((where) => ({ sql: `DELETE FROM ${where} = ?`, values: [host] })),
      ),
  };
}
