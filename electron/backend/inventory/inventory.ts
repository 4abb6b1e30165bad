/**
 * The copy of every host's objects that windows follow: a snapshot first, then squashed changes, never more than one waiting. Nobody else
 * writes records: each source hands patches to the table of its kind (`objectTable.ts`).
 */
import { addAbortListener } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { apply, noChanges, snapshot, type Changes } from '../../../shared/changes.ts';
import type { inventory as contract, InventoryChanges } from '../../../shared/api/inventory.ts';
import type { Host, HostId } from '../../../shared/model/host.ts';
import type { HostedKind, ObjectRecords, RecordedKind } from '../../../shared/model/objects.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { changesOf, messages, ofHosted, ofKinds, together } from './changesByKind.ts';
import { Feed } from './feed.ts';
import { ObjectTable } from './objectTable.ts';
import { tablesOf, type Tables } from './tables.ts';

/** Records put in place before others get their turn. */
export const CHANGED_IN_A_TURN = 250;

/** Windows hear of a first change at once and of those that follow ten times a second. */
const GATHER_MS = 100;

export class Inventory {
  #hosts: Readonly<Record<string, Host>> = {};
  readonly #feed = new Feed<InventoryChanges>({ merge: together, gatherMs: GATHER_MS });
  readonly #tables: Tables;
  /** How many follow a kind. */
  readonly #followers = new Map<RecordedKind, number>();
  readonly #onFollowed = new Set<() => void>();

  /** @param onLearned hears of what was learned just now, to keep it */
  constructor(onLearned: (changes: InventoryChanges) => void = () => undefined) {
    const table = <K extends HostedKind>(kind: K): ObjectTable<ObjectRecords[K]> =>
      new ObjectTable((changes, recalled) => {
        const ofKind = changesOf(kind, changes);
        this.#feed.push(ofKind);
        if (!recalled) onLearned(ofKind);
      });
    this.#tables = tablesOf(table);
  }

  /** The records of one kind, of all hosts. */
  of<K extends HostedKind>(kind: K): ObjectTable<ObjectRecords[K]> {
    return this.#tables[kind];
  }

  /** Makes a host known. */
  addHost(host: Host): void {
    for (const table of Object.values(this.#tables)) table.open(host.id);
    this.#setHost(host, { added: { [host.id]: host }, updated: {}, removed: [] });
  }

  /** What its session says of a host; a host that was removed meanwhile stays removed. */
  changeHost(host: Host): void {
    if (host.id in this.#hosts) this.#setHost(host, { added: {}, updated: { [host.id]: host }, removed: [] });
  }

  removeHost(id: HostId): void {
    const hosts: Changes<Host> = { ...noChanges(), removed: [id] };
    this.#hosts = apply(this.#hosts, hosts);
    this.#feed.push({ host: hosts, ...ofHosted((kind) => this.of(kind).close(id)) });
  }

  isFollowed(kind: RecordedKind): boolean {
    return (this.#followers.get(kind) ?? 0) > 0;
  }

  /** Resolves once somebody follows the kind, or the signal aborts. */
  async untilFollowed(kind: RecordedKind, signal: AbortSignal): Promise<void> {
    while (!this.isFollowed(kind) && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      using _listening = addAbortListener(signal, () => resolve());
      this.#onFollowed.add(resolve);
      await promise.finally(() => this.#onFollowed.delete(resolve));
    }
  }

  /** All there is of these kinds, then what changes. */
  async *watch(
    kinds: ReadonlySet<RecordedKind>,
    signal: AbortSignal,
  ): AsyncGenerator<InventoryChanges, void, undefined> {
    const take = (changes: InventoryChanges): InventoryChanges | undefined => ofKinds(kinds, changes);
    this.#follow(kinds, 1);
    try {
      for await (const changes of this.#feed.watch(this.#snapshot(kinds), signal, take)) {
        for (const part of messages(changes)) {
          yield part;
          await turn();
        }
      }
    } finally {
      this.#follow(kinds, -1);
    }
  }

  handlers(): Pick<NounHandlers<typeof contract>, 'watch'> {
    return { watch: ({ kinds }, { signal }) => this.watch(new Set(kinds), signal) };
  }

  #follow(kinds: ReadonlySet<RecordedKind>, change: 1 | -1): void {
    for (const kind of kinds) this.#followers.set(kind, (this.#followers.get(kind) ?? 0) + change);
    for (const followed of this.#onFollowed) followed();
  }

  #setHost(host: Host, changes: Changes<Host>): void {
    // Its list has come, or is old from now on: nothing to gather for.
    const turned = this.#hosts[host.id]?.stale !== host.stale;
    this.#hosts = apply(this.#hosts, changes);
    this.#feed.push({ host: changes }, turned);
  }

  #snapshot(kinds: ReadonlySet<RecordedKind>): InventoryChanges {
    const all: InventoryChanges = {
      host: snapshot(Object.entries(this.#hosts)),
      ...ofHosted((kind) => this.of(kind).snapshot()),
    };
    return ofKinds(kinds, all) ?? {};
  }
}
