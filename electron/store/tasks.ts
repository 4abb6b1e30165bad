import type { Task } from '../../shared/model/task.ts';
import type { Wire } from '../../shared/rpc/contract.ts';
import type { Database } from './database.ts';

/** What was asked of a plan, so that it can be made again. */
interface RecordedRequest {
  readonly verb: string;
  readonly input: Wire;
}

export interface TaskRecord {
  readonly task: Task;
  readonly request: RecordedRequest;
  readonly inverse?: RecordedRequest;
}

export interface TaskStore {
  /** Inserts or replaces by `task.id`. */
  save(record: TaskRecord): Promise<void>;
  /** The latest ones by `task.startedAt`, newest first. */
  latest(limit: number): Promise<readonly TaskRecord[]>;
  remove(ids: readonly string[]): Promise<void>;
}

export function taskStore(database: Database): TaskStore {
  return {
    save: (record) =>
      database.run(
        'INSERT INTO tasks (id, started_at, record) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET record = ?3',
        record.task.id,
        record.task.startedAt,
        JSON.stringify(record),
      ),
    latest: async (limit) => {
      const rows = await database.all('SELECT record FROM tasks ORDER BY started_at DESC LIMIT ?', limit);
      return rows.map((row) => JSON.parse(String(row['record'])));
    },
    remove: (ids) => database.transaction(ids.map((id) => ({ sql: 'DELETE FROM tasks WHERE id = ?', values: [id] }))),
  };
}

/** Drops all but the latest thousand. */
export function pruneTasks(database: Database): Promise<void> {
  return database.run('DELETE FROM tasks WHERE id NOT IN (SELECT id FROM tasks ORDER BY started_at DESC LIMIT 1000)');
}
