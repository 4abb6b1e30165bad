/** The window's copy of what the hosts have, kind by kind in one shape. Components take as little of it as they show. */
import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { InventoryChanges } from '../../shared/api/inventory.ts';
import { apply, isEmpty, noChanges, type Changes } from '../../shared/changes.ts';
import { domainObject, type Domain, type DomainRef } from '../../shared/model/domain.ts';
import type { Host, HostId } from '../../shared/model/host.ts';
import { hostRef, recordKey, type ObjectRef } from '../../shared/model/objectRef.ts';
import { recordedKinds, type HostedKind, type ObjectRecords, type RecordedKind } from '../../shared/model/objects.ts';
import { api, follow } from '../backend.ts';
import { counted } from './counted.ts';
import { compareNames } from './names.ts';

/** All records of one kind. */
interface RecordsOf<T> {
  /** By {@link keyOf}. */
  readonly records: Readonly<Record<string, T>>;
  /** Keys, by name. */
  readonly order: readonly string[];
  /** False until the first snapshot: nothing here then is not yet known to be nothing. */
  readonly loaded: boolean;
}

type Inventory = { readonly [K in RecordedKind]: RecordsOf<ObjectRecords[K]> };

const none = { records: {}, order: [], loaded: false } as const;

const isComplete = (all: object): all is Inventory => recordedKinds.every((kind) => kind in all);

function nothing(): Inventory {
  const all = Object.fromEntries(recordedKinds.map((kind) => [kind, none]));
  if (!isComplete(all)) throw new Error('a kind is missing');
  return all;
}

export const useInventory = create<Inventory>()(nothing);

/** What an object's record is known by among those of its kind; hosts by their id alone. */
export const keyOf = (ref: ObjectRef): string => (ref.kind === 'host' ? ref.id : recordKey(ref));

/** What users call it: lists are in this order. */
const nameOf = (record: ObjectRecords[RecordedKind]): string => ('config' in record ? record.config.name : record.name);

/**
 * @param kinds those that are followed
 * @param first the changes are a snapshot: what was there of these kinds before is gone
 */
export function applyInventory(kinds: readonly RecordedKind[], changes: InventoryChanges, first: boolean): void {
  useInventory.setState((before) => kinds.reduce((state, kind) => withChanges(state, kind, changes, first), before));
}

function withChanges<K extends RecordedKind>(
  state: Inventory,
  kind: K,
  { [kind]: changes = noChanges<ObjectRecords[K]>() }: InventoryChanges,
  first: boolean,
): Inventory {
  const before: RecordsOf<ObjectRecords[K]> = first ? none : state[kind];
  if (!first && isEmpty(changes)) return state;
  const records = apply(before.records, changes);
  return { ...state, [kind]: { records, order: orderAfter(before, changes, records, nameOf), loaded: true } };
}

/**
 * Kept from change to change, because sorting ten thousand names takes longer than a frame and changes come ten times a second while
 * definitions are read. Tree and tables sort what they get from here again, which takes little of what is in order already.
 */
function orderAfter<T>(
  before: RecordsOf<T>,
  { added, updated, removed }: Changes<T>,
  next: Readonly<Record<string, T>>,
  name: (record: T) => string,
): readonly string[] {
  const nameAt = (records: Readonly<Record<string, T>>, key: string): string => {
    const record = records[key];
    return record === undefined ? '' : name(record);
  };
  const news = Object.keys(added).filter((key) => !Object.hasOwn(before.records, key));
  const isRenamed = [...Object.keys(updated), ...Object.keys(added)].some(
    (key) => nameAt(before.records, key) !== nameAt(next, key),
  );
  if (news.length === 0 && removed.length === 0 && !isRenamed) return before.order;
  return [...before.order, ...news]
    .filter((key) => Object.hasOwn(next, key))
    .toSorted((a, b) => compareNames(nameAt(next, a), nameAt(next, b)));
}

/** Keeps these kinds true from now on. */
function followKinds(kinds: RecordedKind[], signal?: AbortSignal): void {
  void follow(
    () => api.inventory.watch({ kinds }, signal === undefined ? {} : { signal }),
    (changes, first) => applyInventory(kinds, changes, first),
    signal,
  );
}

/** What tree, lists and menus are made of is followed as long as the window lives; anything else while somebody looks at it. */
const always: RecordedKind[] = ['host', 'domain', 'network', 'storagePool', 'secret'];

/** Called once, when the window starts. */
export const followInventory = (): void => followKinds(always);

const hold = counted((kind: RecordedKind) => {
  const ended = new AbortController();
  followKinds([kind], ended.signal);
  return () => {
    ended.abort();
    useInventory.setState({ [kind]: none });
  };
});

/** Has a kind followed as long as the component is there. */
export function useFollow(kind: RecordedKind | undefined): void {
  useEffect(() => (kind === undefined || always.includes(kind) ? undefined : hold(kind)), [kind]);
}

/** One object's record; undefined as long as there is none. */
export function useRecord<K extends RecordedKind>(ref: ObjectRef<K> | undefined): ObjectRecords[K] | undefined {
  useFollow(ref?.kind);
  return useInventory((state) => ref && recordIn(state, ref));
}

/** The record as it is now, for what is no component. */
export const recordNow = <K extends RecordedKind>(ref: ObjectRef<K>): ObjectRecords[K] | undefined =>
  recordIn(useInventory.getState(), ref);

/** All of a kind as they are now, by name. */
export function recordsNow<K extends RecordedKind>(kind: K): readonly ObjectRecords[K][] {
  const { records, order }: RecordsOf<ObjectRecords[K]> = useInventory.getState()[kind];
  return order.map((key) => records[key]).filter((record) => record !== undefined);
}

function recordIn<K extends RecordedKind>(state: Inventory, ref: ObjectRef<K>): ObjectRecords[K] | undefined {
  const ofKind: RecordsOf<ObjectRecords[K]> = state[ref.kind];
  return ofKind.records[keyOf(ref)];
}

/** All of a kind, by {@link keyOf}. */
export function useRecordsByKey<K extends RecordedKind>(kind: K): Readonly<Record<string, ObjectRecords[K]>> {
  useFollow(kind);
  return useInventory((state) => {
    const { records }: RecordsOf<ObjectRecords[K]> = state[kind];
    return records;
  });
}

/** All of a kind, by name. */
export function useRecords<K extends RecordedKind>(kind: K): readonly ObjectRecords[K][] {
  useFollow(kind);
  const ofKind: RecordsOf<ObjectRecords[K]> = useInventory((state) => state[kind]);
  const { records, order } = ofKind;
  return useMemo(() => order.map((key) => records[key]).filter((record) => record !== undefined), [records, order]);
}

/** Those of one host, by name; the same list as long as nothing of this host changes. */
export function useRecordsOf<K extends HostedKind>(kind: K, host: HostId): readonly ObjectRecords[K][] {
  useFollow(kind);
  return useInventory(
    useShallow((state) => {
      const { records, order }: RecordsOf<ObjectRecords[K]> = state[kind];
      return order.flatMap((key) => {
        const record = records[key];
        return record !== undefined && record.host === host ? [record] : [];
      });
    }),
  );
}

/** How many a host has; undefined while nobody follows the kind. */
export const useRecordCount = (kind: HostedKind, host: HostId): number | undefined =>
  useInventory((state) => {
    const { records, loaded } = state[kind];
    return loaded ? Object.values(records).filter((record) => record.host === host).length : undefined;
  });

/** Whether all of a kind that was known is here. */
export const useIsLoaded = (kind: RecordedKind): boolean => useInventory((state) => state[kind].loaded);

/** Made once for each state of them, whoever asks: libvirt's names are looked for a row at a time. */
const byName = new WeakMap<Readonly<Record<string, Domain>>, ReadonlyMap<string, Domain>>();

function domainNamed(records: Readonly<Record<string, Domain>>, host: HostId, name: string): Domain | undefined {
  const known = byName.get(records) ?? new Map(Object.values(records).map((one) => [`${one.host}/${one.name}`, one]));
  byName.set(records, known);
  return known.get(`${host}/${name}`);
}

/** The domain of this name, which no other of its host has. */
export const useDomainNamed = (host: HostId, name: string): Domain | undefined =>
  useInventory(({ domain: { records } }) => domainNamed(records, host, name));

export const useHost = (id: HostId): Host | undefined => useRecord(hostRef(id));
export const useDomain = (ref: DomainRef): Domain | undefined => useRecord(domainObject(ref));
/** All hosts, by name. */
export const useHosts = (): readonly Host[] => useRecords('host');
/** All domains, by name. */
export const useDomains = (): readonly Domain[] => useRecords('domain');
/** The domains of one host, by name. */
export const useDomainsOf = (host: HostId): readonly Domain[] => useRecordsOf('domain', host);
