/**
 * The window's copy of what is read under its parent: the volumes of a pool, the snapshots of a domain. Followed only while some component
 * shows them; several that show the same share one copy.
 */
import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import type { ChildChanges } from '../../shared/api/inventory.ts';
import { apply, noChanges } from '../../shared/changes.ts';
import { hasTrait, toErrorData, type ErrorData } from '../../shared/errors.ts';
import { recordKey, type ObjectRef } from '../../shared/model/objectRef.ts';
import type { ChildKind, ChildRecords } from '../../shared/model/objects.ts';
import { api } from '../backend.ts';
import { counted } from './counted.ts';
import { compareNames } from './names.ts';

/** A pool or a domain. */
type Parent = Pick<ObjectRef, 'host' | 'id'>;

/** What one parent has. */
interface Copy<T> {
  /** By `recordKey`. */
  readonly records: Readonly<Record<string, T>>;
  /** False until all there are have come: nothing here then is not yet known to be nothing. */
  readonly loaded: boolean;
  /** Why they will not come. */
  readonly error?: ErrorData;
}

/** By kind, and by `recordKey` of the parent. */
type Copies = { readonly [K in ChildKind]: CopiesOf<K> };
type CopiesOf<K extends ChildKind> = Readonly<Record<string, Copy<ChildRecords[K]>>>;

export interface ChildrenOf<T> extends Omit<Copy<T>, 'records'> {
  /** By name. */
  readonly records: readonly T[];
}

/** Wait before watching again after the connection to the backend broke. */
const RETRY_MS = 1000;
/** After it said that there is nothing to watch: another driver, or another parent of that UUID, comes seldom. */
const FAILED_RETRY_MS = 30_000;

const none = { records: {}, loaded: false } as const;

const useCopies = create<Copies>()(() => ({ storageVolume: {}, snapshot: {} }));

/** @param first the changes are a snapshot: what was there before is gone */
export function applyChildren<K extends ChildKind>(
  kind: K,
  parent: Parent,
  { [kind]: changes = noChanges<ChildRecords[K]>() }: ChildChanges,
  first: boolean,
): void {
  put(kind, parent, ({ records }) => ({ records: apply(first ? {} : records, changes), loaded: true }));
}

/** They can't be had. */
export const failChildren = (kind: ChildKind, parent: Parent, error: ErrorData): void =>
  put(kind, parent, () => ({ ...none, error }));

function put<K extends ChildKind>(
  kind: K,
  parent: Parent,
  change: (before: Copy<ChildRecords[K]>) => Copy<ChildRecords[K]>,
): void {
  useCopies.setState((state) => {
    const ofKind: CopiesOf<K> = state[kind];
    const key = recordKey(parent);
    return { ...state, [kind]: { ...ofKind, [key]: change(ofKind[key] ?? none) } };
  });
}

/** Nobody shows them any more. */
export function forgetChildren(kind: ChildKind, parent: Parent): void {
  useCopies.setState((state) => {
    const { [recordKey(parent)]: _, ...others } = state[kind];
    return { ...state, [kind]: others };
  });
}

async function followChildren(kind: ChildKind, parent: Parent, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let retryMs = RETRY_MS;
    try {
      let first = true;
      const input = { host: parent.host, kind, parent: parent.id };
      for await (const changes of api.inventory.watchChildren(input, { signal })) {
        if (signal.aborted) return;
        applyChildren(kind, parent, changes, first);
        first = false;
      }
    } catch (thrown) {
      if (signal.aborted) return;
      const error = toErrorData(thrown);
      // That the backend is away is shown elsewhere, and what is here stays until it is back.
      if (!hasTrait(error, 'lost')) {
        failChildren(kind, parent, error);
        retryMs = FAILED_RETRY_MS;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

/** By `recordKey` of the parent; no host id has a slash. */
const holderOf = (kind: ChildKind): ((key: string) => () => void) =>
  counted((key: string) => {
    const slash = key.indexOf('/');
    const parent = { host: key.slice(0, slash), id: key.slice(slash + 1) };
    const ended = new AbortController();
    void followChildren(kind, parent, ended.signal);
    return () => {
      ended.abort();
      forgetChildren(kind, parent);
    };
  });

const hold: { readonly [K in ChildKind]: (key: string) => () => void } = {
  storageVolume: holderOf('storageVolume'),
  snapshot: holderOf('snapshot'),
};

/** What the parent has as it is now, for what is no component. */
export const childrenNow = <K extends ChildKind>(kind: K, parent: Parent): ChildrenOf<ChildRecords[K]> =>
  inOrder(copyIn(useCopies.getState(), kind, recordKey(parent)));

function copyIn<K extends ChildKind>(state: Copies, kind: K, key: string | undefined): Copy<ChildRecords[K]> {
  const ofKind: CopiesOf<K> = state[kind];
  return (key === undefined ? undefined : ofKind[key]) ?? none;
}

function inOrder<T extends { readonly name: string }>({ records, ...rest }: Copy<T>): ChildrenOf<T> {
  return { ...rest, records: Object.values(records).toSorted((a, b) => compareNames(a.name, b.name)) };
}

/** The volumes of a pool or the snapshots of a domain, followed as long as the component is there; the same answer as long as nothing changes. */
export function useChildren<K extends ChildKind>(kind: K, parent: Parent | undefined): ChildrenOf<ChildRecords[K]> {
  const key = parent && recordKey(parent);
  useEffect(() => (key === undefined ? undefined : hold[kind](key)), [kind, key]);
  const copy = useCopies((state) => copyIn(state, kind, key));
  return useMemo(() => inOrder(copy), [copy]);
}
