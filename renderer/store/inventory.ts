/** The window's copy of all hosts and domains. Components take as little of it as they show. */
import { useMemo } from 'react';
import { create } from 'zustand';
import { apply, type Changes } from '../../shared/changes.ts';
import type { InventoryChanges } from '../../shared/api/inventory.ts';
import { domainKey, type Domain, type DomainRef } from '../../shared/model/domain.ts';
import type { Host, HostId } from '../../shared/model/host.ts';

interface InventoryState {
  readonly hosts: Readonly<Record<string, Host>>;
  readonly domains: Readonly<Record<string, Domain>>;
  /** Keys of the domains, by name. */
  readonly order: readonly string[];
  /** False until the first snapshot: an empty inventory then is not yet known to be empty. */
  readonly loaded: boolean;
}

export const useInventory = create<InventoryState>()(() => ({ hosts: {}, domains: {}, order: [], loaded: false }));

/** @param first the changes are a snapshot: what was there before is gone */
export function applyInventory({ hosts, domains }: InventoryChanges, first: boolean): void {
  const before = first ? useInventory.getInitialState() : useInventory.getState();
  const next = apply(before.domains, domains);
  useInventory.setState({
    hosts: apply(before.hosts, hosts),
    domains: next,
    order: orderAfter(before, domains, next),
    loaded: true,
  });
}

/**
 * Kept from change to change, because sorting ten thousand names takes longer than a frame and changes come ten times a second while
 * definitions are read. Tree and tables sort what they get from here again, which takes little of what is in order already.
 */
function orderAfter(
  before: InventoryState,
  { added, updated, removed }: Changes<Domain>,
  next: Readonly<Record<string, Domain>>,
): readonly string[] {
  const news = Object.keys(added).filter((key) => !Object.hasOwn(before.domains, key));
  const isRenamed = Object.entries(updated).some(([key, { name }]) => before.domains[key]?.name !== name);
  if (news.length === 0 && removed.length === 0 && !isRenamed) return before.order;
  return [...before.order, ...news]
    .filter((key) => Object.hasOwn(next, key))
    .toSorted((a, b) => compareNames(next[a]?.name ?? '', next[b]?.name ?? ''));
}

export const useHost = (id: HostId): Host | undefined => useInventory((state) => state.hosts[id]);

export function useDomain(ref: DomainRef): Domain | undefined {
  const key = domainKey(ref);
  return useInventory((state) => state.domains[key]);
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Sorting ten thousand names asks for each some dozen times; a collator would take most of the time that a frame has. */
const sortKeys = new Map<string, string | undefined>();
const SORT_KEYS_KEPT = 50_000;

/** What plain comparison orders as people count (numbers by value); undefined for names that need a collator. */
function sortKey(name: string): string | undefined {
  if (sortKeys.has(name)) return sortKeys.get(name);
  if (sortKeys.size >= SORT_KEYS_KEPT) sortKeys.clear();
  const ascii = /^[ -~]*$/.test(name);
  const key = ascii ? name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(15, '0')) : undefined;
  sortKeys.set(name, key);
  return key;
}

/** By name, as people count: vm-2 before vm-10. */
export function compareNames(a: string, b: string): number {
  const keyA = sortKey(a);
  const keyB = sortKey(b);
  if (keyA === undefined || keyB === undefined) return byName.compare(a, b);
  return keyA < keyB ? -1 : keyA > keyB ? 1 : 0;
}

/** All hosts, by name. */
export function useHosts(): readonly Host[] {
  const hosts = useInventory((state) => state.hosts);
  return useMemo(() => Object.values(hosts).toSorted((a, b) => compareNames(a.config.name, b.config.name)), [hosts]);
}

/** All domains, by name. */
export function useDomains(): readonly Domain[] {
  const domains = useInventory((state) => state.domains);
  const order = useInventory((state) => state.order);
  return useMemo(() => order.map((key) => domains[key]).filter((domain) => domain !== undefined), [domains, order]);
}

/** The domains of one host, by name. */
export function useDomainsOf(host: HostId): readonly Domain[] {
  const domains = useDomains();
  return useMemo(() => domains.filter((domain) => domain.host === host), [domains, host]);
}
