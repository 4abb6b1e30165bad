/**
 * What changed in a keyed collection. The main process owns the collection; windows keep copies by applying these.
 * A snapshot is a `Changes` whose `added` holds everything.
 */
export interface Changes<T> {
  readonly added: Readonly<Record<string, T>>;
  readonly updated: Readonly<Record<string, T>>;
  readonly removed: readonly string[];
}

export function noChanges<T>(): Changes<T> {
  return { added: {}, updated: {}, removed: [] };
}

export function isEmpty(changes: Changes<unknown>): boolean {
  return (
    changes.removed.length === 0 && Object.keys(changes.added).length === 0 && Object.keys(changes.updated).length === 0
  );
}

/** Everything in `records` as one addition. */
export function snapshot<T>(records: Iterable<readonly [string, T]>): Changes<T> {
  return { added: Object.fromEntries(records), updated: {}, removed: [] };
}

/** Two changes in a row as one. Adding then removing vanishes; removing then adding is an update. */
export function squash<T>(first: Changes<T>, second: Changes<T>): Changes<T> {
  const added: Record<string, T> = { ...first.added };
  const updated: Record<string, T> = { ...first.updated };
  const removed = new Set(first.removed);
  for (const [id, record] of Object.entries(second.added)) {
    if (removed.delete(id)) updated[id] = record;
    else added[id] = record;
  }
  for (const [id, record] of Object.entries(second.updated)) {
    if (id in added) added[id] = record;
    else updated[id] = record;
  }
  for (const id of second.removed) {
    if (id in added) delete added[id];
    else {
      delete updated[id];
      removed.add(id);
    }
  }
  return { added, updated, removed: [...removed] };
}

/** A new record with the changes applied; untouched records keep their identity, and no change returns `records` itself. */
export function apply<T>(records: Readonly<Record<string, T>>, changes: Changes<T>): Readonly<Record<string, T>> {
  if (isEmpty(changes)) return records;
  const next: Record<string, T> = { ...records, ...changes.added, ...changes.updated };
  for (const id of changes.removed) delete next[id];
  return next;
}
