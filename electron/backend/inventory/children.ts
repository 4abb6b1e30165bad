/**
 * What objects of hosts have: read for the first who looks at a parent, shared by all who do, and asked for no more when the last has left.
 * Of a host that is away they wait until it is back.
 */
import { addAbortListener } from 'node:events';
import type { ChildChanges, inventory as contract } from '../../../shared/api/inventory.ts';
import type { Changes } from '../../../shared/changes.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { recordKey, type ObjectKind, type ObjectRef } from '../../../shared/model/objectRef.ts';
import { childKinds, type ChildKind, type ChildRecords } from '../../../shared/model/objects.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import type { HostSession, Sessions } from '../session.ts';
import type { MirrorDescription } from './objectMirror.ts';
import { ParentWatch, type ConnectedHost } from './parentWatch.ts';

/** How each kind is read under a parent, which is named by its UUID: one line a noun, see `nouns.ts`. */
export type ChildMirrorTable = {
  readonly [K in ChildKind]: {
    readonly mirror: (session: HostSession, parent: string, signal: AbortSignal) => MirrorDescription<ChildRecords[K]>;
  };
};

/** By `recordKey` of the parent. */
type Watched = { readonly [K in ChildKind]: Map<string, ParentWatch<ChildRecords[K]>> };

/** What may be another after a task of ours on an object. What a task on a domain does to its images shows with the next look at the pool. */
const touchedBy: { readonly [K in ObjectKind]?: ChildKind } = {
  storagePool: 'storageVolume',
  storageVolume: 'storageVolume',
  domain: 'snapshot',
  snapshot: 'snapshot',
};

export class Children {
  readonly #mirrors: ChildMirrorTable;
  readonly #connected = new Map<HostId, ConnectedHost>();
  readonly #watched: Watched = { storageVolume: new Map(), snapshot: new Map() };

  constructor(mirrors: ChildMirrorTable) {
    this.#mirrors = mirrors;
  }

  /** A host is there, until its connection is over: what is watched of it is read. */
  connect(host: ConnectedHost): void {
    const { id } = host.session.config;
    this.#connected.set(id, host);
    addAbortListener(host.signal, () => {
      if (this.#connected.get(id) === host) this.#connected.delete(id);
    });
    for (const kind of childKinds) for (const one of this.#watchedOf(kind, id)) one.begin(host);
  }

  /** A task of ours has ended on this object; libvirt has no event for much of what that changes. */
  touch({ host, kind }: Pick<ObjectRef, 'host' | 'kind'>): void {
    const child = touchedBy[kind];
    if (child !== undefined) for (const one of this.#watchedOf(child, host)) one.touch();
  }

  /** All there are under a parent, as soon as that is known, then what changes. */
  async *watch(
    kind: ChildKind,
    host: HostId,
    parent: string,
    signal: AbortSignal,
  ): AsyncGenerator<ChildChanges, void, undefined> {
    for await (const changes of this.#watchOf(kind, host, parent).watch(signal)) yield changesOf(kind, changes);
  }

  handlers(sessions: Sessions): Pick<NounHandlers<typeof contract>, 'watchChildren'> {
    return {
      watchChildren: ({ host, kind, parent }, { signal }) => {
        sessions.get(host); // one that isn't configured is told of at once
        return this.watch(kind, host, parent, signal);
      },
    };
  }

  #of<K extends ChildKind>(kind: K): Map<string, ParentWatch<ChildRecords[K]>> {
    return this.#watched[kind];
  }

  /** The one that others watch already, or a new one. */
  #watchOf<K extends ChildKind>(kind: K, host: HostId, parent: string): ParentWatch<ChildRecords[K]> {
    const watched = this.#of(kind);
    const key = recordKey({ host, id: parent });
    const known = watched.get(key);
    if (known !== undefined) return known;
    const { mirror } = this.#mirrors[kind];
    const made = new ParentWatch<ChildRecords[K]>(host, (session, signal) => mirror(session, parent, signal));
    watched.set(key, made);
    addAbortListener(made.over, () => watched.delete(key));
    const connected = this.#connected.get(host);
    if (connected !== undefined) made.begin(connected);
    return made;
  }

  #watchedOf(kind: ChildKind, host: HostId): readonly Pick<ParentWatch<unknown>, 'begin' | 'touch'>[] {
    return [...this.#of(kind).values()].filter((one) => one.host === host);
  }
}

function changesOf<K extends ChildKind>(kind: K, changes: Changes<ChildRecords[K]>): ChildChanges {
  const one: ChildChanges = {};
  return Object.assign(one, { [kind]: changes });
}
