import type { Changes } from '../../shared/changes.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { HostedKind, ObjectRecords } from '../../shared/model/objects.ts';
import type { Database, Statement } from './database.ts';

/** Changes of this time are written together; an object that changed several times, once. */
const GATHER_MS = 500;
/** Records per transaction: making one of thousands would hold up the event loop. */
const BATCH = 100;

/** The last known records of each host, of every kind, so that the next start shows them at once. */
export interface ObjectStore {
  of<K extends HostedKind>(
    host: HostId,
    kind: K,
  ): Promise<readonly (readonly [id: string, record: ObjectRecords[K]])[]>;
  /**
   * Resolves once it is written, some time later. A host that was removed meanwhile is passed over.
   * @param changes by `recordKey`
   */
  save(kind: HostedKind, changes: Changes<object>): Promise<void>;
  /** Writes what waits. */
  flush(): Promise<void>;
}

interface Entry {
  readonly kind: HostedKind;
  readonly host: HostId;
  readonly id: string;
  /** Absent: removed. */
  readonly record?: object;
}

/** `<host>/<id>`; no host id has a slash. */
function parsed(key: string): Pick<Entry, 'host' | 'id'> {
  const slash = key.indexOf('/');
  return { host: key.slice(0, slash), id: key.slice(slash + 1) };
}

export function objectStore(database: Database): ObjectStore {
  let waiting = new Map<string, Entry>();
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
    of: async (host, kind) => {
      const rows = await database.all('SELECT id, record FROM objects WHERE host = ? AND kind = ?', host, kind);
      return rows.map((row) => [String(row['id']), JSON.parse(String(row['record']))] as const);
    },
    save: (kind, { added, updated, removed }) => {
      for (const [key, record] of [...Object.entries(added), ...Object.entries(updated)])
        waiting.set(`${kind} ${key}`, { kind, ...parsed(key), record });
      for (const key of removed) waiting.set(`${kind} ${key}`, { kind, ...parsed(key) });
      timer ??= setTimeout(() => void flush().catch(() => undefined), GATHER_MS); // who saved hears of a failure
      return writing.promise;
    },
    flush,
  };
}

function statement({ host, kind, id, record }: Entry): Statement {
  if (record === undefined)
    return { sql: 'DELETE FROM objects WHERE host = ? AND kind = ? AND id = ?', values: [host, kind, id] };
  return {
    sql: `INSERT INTO objects (host, kind, id, record)
          SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM hosts WHERE id = ?1) ON CONFLICT DO UPDATE SET record = ?4`,
    values: [host, kind, id, JSON.stringify(record)],
  };
}
