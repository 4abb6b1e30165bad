/** Changes of several kinds at a time: put together, picked from, and cut into messages. */
import type { InventoryChanges } from '../../../shared/api/inventory.ts';
import { noChanges, squash, type Changes } from '../../../shared/changes.ts';
import {
  hostedKinds,
  recordedKinds,
  type HostedKind,
  type ObjectRecords,
  type RecordedKind,
} from '../../../shared/model/objects.ts';

type Building = { -readonly [K in RecordedKind]?: Changes<ObjectRecords[K]> };

function put<K extends RecordedKind>(into: Building, kind: K, changes: Changes<ObjectRecords[K]> | undefined): void {
  if (changes !== undefined) Object.assign(into, { [kind]: changes });
}

function take<K extends RecordedKind>(from: InventoryChanges, kind: K): Changes<ObjectRecords[K]> | undefined {
  return from[kind];
}

export function changesOf<K extends RecordedKind>(kind: K, changes: Changes<ObjectRecords[K]>): InventoryChanges {
  const one: Building = {};
  put(one, kind, changes);
  return one;
}

/** What is to be told of each kind that hosts have. */
export function ofHosted(tell: <K extends HostedKind>(kind: K) => Changes<ObjectRecords[K]>): InventoryChanges {
  const all: Building = {};
  for (const kind of hostedKinds) put(all, kind, tell(kind));
  return all;
}

/** Two changes in a row as one. */
export function together(first: InventoryChanges, second: InventoryChanges): InventoryChanges {
  const both: Building = { ...first };
  for (const kind of recordedKinds) {
    const [before, after] = [take(first, kind), take(second, kind)];
    put(both, kind, before !== undefined && after !== undefined ? squash(before, after) : (after ?? before));
  }
  return both;
}

/** What concerns these kinds; undefined: nothing. */
export function ofKinds(kinds: ReadonlySet<RecordedKind>, changes: InventoryChanges): InventoryChanges | undefined {
  const some: Building = {};
  for (const kind of recordedKinds) if (kinds.has(kind)) put(some, kind, take(changes, kind));
  return Object.keys(some).length === 0 ? undefined : some;
}

/**
 * Records in a message. The process can't do anything else while it writes one, which takes some 10 ms for a thousand domains with what is
 * known of their definitions.
 */
const RECORDS_IN_A_MESSAGE = 1000;

/** Long changes as several: new hosts come with the first, since all else belongs to them; "its list is here" with the last. */
export function* messages(changes: InventoryChanges): Generator<InventoryChanges, void, undefined> {
  const kinds = recordedKinds.filter((kind) => kind !== 'host' && changes[kind] !== undefined);
  const count = kinds.reduce((sum, kind) => sum + size(take(changes, kind)), 0);
  if (count <= RECORDS_IN_A_MESSAGE) {
    yield changes;
    return;
  }
  const { host = noChanges() } = changes;
  const first: Building = { host: { ...host, updated: {} } };
  for (const kind of kinds) put(first, kind, { ...noChanges(), removed: take(changes, kind)?.removed ?? [] });
  yield first;
  for (const kind of kinds) yield* pieces(kind, take(changes, kind) ?? noChanges());
  yield { host: { ...noChanges(), updated: host.updated } };
}

const size = ({ added, updated }: Changes<unknown> = noChanges()): number =>
  Object.keys(added).length + Object.keys(updated).length;

function* pieces<K extends RecordedKind>(
  kind: K,
  { added, updated }: Changes<ObjectRecords[K]>,
): Generator<InventoryChanges, void, undefined> {
  for (const part of cut(added)) yield changesOf(kind, { ...noChanges(), added: part });
  for (const part of cut(updated)) yield changesOf(kind, { ...noChanges(), updated: part });
}

function* cut<T>(records: Readonly<Record<string, T>>): Generator<Readonly<Record<string, T>>, void, undefined> {
  const entries = Object.entries(records);
  for (let at = 0; at < entries.length; at += RECORDS_IN_A_MESSAGE)
    yield Object.fromEntries(entries.slice(at, at + RECORDS_IN_A_MESSAGE));
}
