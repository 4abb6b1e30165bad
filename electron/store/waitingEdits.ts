import type { DomainRef } from '../../shared/model/domain.ts';
import type { WaitingEdits } from '../../shared/model/waitingEdits.ts';
import type { Database } from './database.ts';

export interface WaitingEditsStore {
  all(): Promise<readonly WaitingEdits[]>;
  /** Inserts or replaces those of the domain. */
  save(waiting: WaitingEdits): Promise<void>;
  remove(domain: DomainRef): Promise<void>;
}

export function waitingEditsStore(database: Database): WaitingEditsStore {
  return {
    all: async () => {
      const rows = await database.all('SELECT record FROM waiting_edits');
      return rows.map((row) => JSON.parse(String(row['record'])));
    },
    save: (waiting) =>
      database.run(
        'INSERT INTO waiting_edits (host, uuid, record) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET record = ?3',
        waiting.host,
        waiting.uuid,
        JSON.stringify(waiting),
      ),
    remove: ({ host, uuid }) => database.run('DELETE FROM waiting_edits WHERE host = ? AND uuid = ?', host, uuid),
  };
}
