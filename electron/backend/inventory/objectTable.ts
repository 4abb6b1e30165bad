/**
 * The records of one kind, of all hosts. Nobody else writes them: each source hands in patches, which are applied here to the record as it
 * is at that moment, without a wait. So an answer that took its time can't undo what others learned meanwhile, and nothing brings back
 * what has gone.
 */
import { isEmpty, noChanges, snapshot, type Changes } from '../../../shared/changes.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { recordKey } from '../../../shared/model/objectRef.ts';

/** What a source makes of a record, which may not be known yet; undefined leaves it as it is. */
export type Patch<T> = (known: T | undefined) => T | undefined;

export class ObjectTable<T> {
  readonly #records = new Map<HostId, Map<string, T>>();
  readonly #tell: (changes: Changes<T>, recalled: boolean) => void;

  /** @param tell hears of every change; `recalled`: nobody learned that just now, it had been kept from earlier */
  constructor(tell: (changes: Changes<T>, recalled: boolean) => void) {
    this.#tell = tell;
  }

  /** Makes a host known; of others nothing is taken. */
  open(host: HostId): void {
    this.#records.set(host, new Map());
  }

  /** The host is gone, and all it had. */
  close(host: HostId): Changes<T> {
    const ids = [...(this.#records.get(host)?.keys() ?? [])];
    this.#records.delete(host);
    return { added: {}, updated: {}, removed: ids.map((id) => recordKey({ host, id })) };
  }

  get(host: HostId, id: string): T | undefined {
    return this.#records.get(host)?.get(id);
  }

  /** The records of one host. */
  of(host: HostId): Iterable<T> {
    return this.#records.get(host)?.values() ?? [];
  }

  /** The ids that are known of one host. */
  ids(host: HostId): readonly string[] {
    return [...(this.#records.get(host)?.keys() ?? [])];
  }

  /** @returns what is new by these patches, by id; those that say nothing new are passed over */
  put(host: HostId, patches: Iterable<readonly [id: string, patch: Patch<T>]>): Changes<T> {
    return this.#put(host, patches, false);
  }

  #put(host: HostId, patches: Iterable<readonly [id: string, patch: Patch<T>]>, recalled: boolean): Changes<T> {
    const known = this.#records.get(host);
    if (!known) return noChanges();
    const added: Record<string, T> = {};
    const updated: Record<string, T> = {};
    for (const [id, patch] of patches) {
      const before = known.get(id);
      const record = patch(before);
      if (record === undefined || (before !== undefined && same(before, record))) continue;
      known.set(id, record);
      (before === undefined ? added : updated)[recordKey({ host, id })] = record;
    }
    return this.#told({ added, updated, removed: [] }, recalled);
  }

  /** Takes records that were kept from earlier; whatever is known already is newer. */
  recall(host: HostId, records: Iterable<readonly [id: string, record: T]>): Changes<T> {
    const patches = Array.from(records, ([id, record]): readonly [string, Patch<T>] => [
      id,
      (known) => known ?? record,
    ]);
    return this.#put(host, patches, true);
  }

  /** These have gone from the host. */
  forget(host: HostId, ids: readonly string[]): Changes<T> {
    const known = this.#records.get(host);
    const removed = ids.filter((id) => known?.delete(id)).map((id) => recordKey({ host, id }));
    return this.#told({ added: {}, updated: {}, removed }, false);
  }

  snapshot(): Changes<T> {
    return snapshot(
      [...this.#records].flatMap(([host, records]) =>
        Array.from(records, ([id, record]) => [recordKey({ host, id }), record] as const),
      ),
    );
  }

  #told(changes: Changes<T>, recalled: boolean): Changes<T> {
    if (!isEmpty(changes)) this.#tell(changes, recalled);
    return changes;
  }
}

/** Whether two JSON values say the same. Parts that were taken over unchanged are the same object, which is seen at once. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!hasKeys(a) || !hasKeys(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

const hasKeys = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
