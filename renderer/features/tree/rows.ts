/** The tree as a flat list of what is to be seen: hosts, and under open ones their domains. */
import { domainObject, type Domain } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import { hostRef, type ObjectRef } from '../../../shared/model/objectRef.ts';
import type { ObjectRecords } from '../../../shared/model/objects.ts';
import { hrefOf, objectHref } from '../../../shared/model/route.ts';
import { keyOf } from '../../store/inventory.ts';

/** Among the rows of the same parent, for who can't see the others. */
interface Place {
  /** From 1. */
  readonly position: number;
  readonly siblings: number;
}

interface ObjectRow<K extends 'host' | 'domain'> extends Place {
  readonly kind: K;
  readonly key: string;
  readonly record: ObjectRecords[K];
  /** Nobody knows whether it is still so. */
  readonly stale: boolean;
}

export type TreeRow =
  | (Place & { readonly kind: 'fleet'; readonly key: ''; readonly level: 1; readonly open: boolean })
  | (ObjectRow<'host'> & { readonly level: 2; readonly open: boolean; readonly count: number })
  | (ObjectRow<'domain'> & { readonly level: 3 });

/** The key of the row of an object; '' of all hosts. What users closed is kept by it. */
export const rowKey = (ref: ObjectRef | undefined): string => (ref === undefined ? '' : keyOf(ref));

/** What a row stands for. */
export function rowObject(row: TreeRow): ObjectRef<'host' | 'domain'> | undefined {
  switch (row.kind) {
    case 'fleet':
      return undefined;
    case 'host':
      return hostRef(row.record.id);
    case 'domain':
      return domainObject(row.record);
  }
}

const nameOf = (row: TreeRow): string =>
  row.kind === 'host' ? row.record.config.name : row.kind === 'domain' ? row.record.name : '';

interface TreeParts {
  /** In the order to show them. */
  readonly hosts: readonly Host[];
  readonly domains: readonly Domain[];
  /** Hosts that are closed; new ones are open. */
  readonly closed: ReadonlySet<string>;
  /** Shows only names that hold this text, and then every host is open. */
  readonly filter: string;
  readonly compare: (a: string, b: string) => number;
}

export function treeRows({ hosts, domains, closed, filter, compare }: TreeParts): readonly TreeRow[] {
  const wanted = filter.trim().toLowerCase();
  const byHost = Map.groupBy(domains, ({ host }) => host);
  const rows: TreeRow[] = [{ kind: 'fleet', key: '', level: 1, open: true, position: 1, siblings: 1 }];
  const shown = hosts.flatMap((host) => {
    const all = byHost.get(host.id) ?? [];
    const hostMatches = host.config.name.toLowerCase().includes(wanted);
    const found = hostMatches ? all : all.filter(({ name }) => name.toLowerCase().includes(wanted));
    return hostMatches || found.length > 0 ? [{ host, found, count: all.length }] : [];
  });
  for (const [index, { host, found, count }] of shown.entries()) {
    const open = wanted !== '' || !closed.has(host.id);
    const { stale } = host;
    const place = { position: index + 1, siblings: shown.length };
    rows.push({ kind: 'host', key: host.id, level: 2, record: host, stale, open, count, ...place });
    if (!open) continue;
    const siblings = found.length;
    for (const [nth, record] of found.toSorted((a, b) => compare(a.name, b.name)).entries()) {
      const key = rowKey(domainObject(record));
      rows.push({ kind: 'domain', key, level: 3, record, stale, position: nth + 1, siblings });
    }
  }
  return rows;
}

export type TreeMove =
  | { readonly kind: 'focus'; readonly index: number }
  | { readonly kind: 'open' | 'close'; readonly key: string }
  | undefined;

/** Rows to go with Page up and Page down. */
const PAGE = 12;

/** What an arrow key does in a tree (WAI-ARIA's tree pattern). */
export function moveInTree(rows: readonly TreeRow[], at: number, key: string): TreeMove {
  const row = rows[at];
  const focus = (index: number): TreeMove => ({ kind: 'focus', index: Math.max(0, Math.min(rows.length - 1, index)) });
  switch (key) {
    case 'ArrowDown':
      return focus(at + 1);
    case 'ArrowUp':
      return focus(at - 1);
    case 'Home':
      return focus(0);
    case 'End':
      return focus(rows.length - 1);
    case 'PageDown':
      return focus(at + PAGE);
    case 'PageUp':
      return focus(at - PAGE);
    case 'ArrowRight':
      if (row?.kind === 'host' && !row.open) return { kind: 'open', key: row.key };
      return row?.kind === 'domain' ? undefined : focus(at + 1);
    case 'ArrowLeft':
      if (row?.kind === 'host' && row.open && row.count > 0) return { kind: 'close', key: row.key };
      return focus(rows.findLastIndex((other, index) => index < at && other.level < (row?.level ?? 1)));
    default:
      return undefined;
  }
}

/** The next row, from the one after `at` and around, whose name begins with what was typed. */
export function findByTyping(rows: readonly TreeRow[], at: number, typed: string): number | undefined {
  const from = typed.length > 1 ? at : at + 1;
  for (let step = 0; step < rows.length; step++) {
    const index = (from + step) % rows.length;
    const row = rows[index];
    if (row && nameOf(row).toLowerCase().startsWith(typed.toLowerCase())) return index;
  }
  return undefined;
}

/** Goes to the page of a row. */
export function openRow(row: TreeRow): void {
  const object = rowObject(row);
  location.hash = object === undefined ? hrefOf({ page: 'fleet', tab: '' }) : objectHref(object);
}
