/** The tree as a flat list of what is to be seen: hosts, and under open ones what they have. */
import type { Host, HostId } from '../../../shared/model/host.ts';
import { hostRef, objectKey, type ObjectRef } from '../../../shared/model/objectRef.ts';
import type { ObjectRecords } from '../../../shared/model/objects.ts';
import { hostHref, hrefOf, objectHref } from '../../../shared/model/route.ts';
import { refTo } from '../../nouns/noun.ts';
import { describedKinds, groupedKinds, nounOf, type DescribedKind, type GroupedKind } from '../../nouns/nounOf.ts';

/** What stands below hosts. */
export type BelowKind = Exclude<DescribedKind, 'host'>;
export const belowKinds = describedKinds.filter((kind): kind is BelowKind => kind !== 'host');
const directKinds = belowKinds.filter((kind) => !groupedKinds.some((grouped) => grouped === kind));

interface RowParts {
  readonly key: string;
  readonly level: number;
  /** Among the rows of the same parent, for who can't see the others; from 1. */
  readonly position: number;
  readonly siblings: number;
  /** What it is found by when typing. */
  readonly name: string;
}

/** A row that others can stand below. */
interface ParentParts extends RowParts {
  readonly open: boolean;
  /** Undefined: nobody has asked. */
  readonly count: number | undefined;
}

interface HostRow extends ParentParts {
  readonly kind: 'host';
  readonly record: Host;
}

/** What a host has of one kind, together. */
interface GroupRow extends ParentParts {
  readonly kind: 'group';
  readonly of: GroupedKind;
  readonly host: HostId;
}

interface ObjectRow extends RowParts {
  readonly kind: 'object';
  readonly ref: ObjectRef<BelowKind>;
  readonly record: ObjectRecords[BelowKind];
  /** Nobody knows whether it is still so. */
  readonly stale: boolean;
}

export type TreeRow = (RowParts & { readonly kind: 'fleet' }) | HostRow | GroupRow | ObjectRow;

/** The key of the row of an object; '' of all hosts. What users closed is kept by it. */
export const rowKey = (ref: ObjectRef | undefined): string =>
  ref === undefined ? '' : ref.kind === 'host' ? ref.id : objectKey(ref);

const keyOfGroup = (kind: GroupedKind, host: HostId): string => `${kind}/${host}`;

/** The row below which an object stands, if that is not its host's. */
export function groupKey({ host, kind }: ObjectRef): string | undefined {
  const grouped = groupedKinds.find((one) => one === kind);
  return grouped && keyOfGroup(grouped, host);
}

/** What a row stands for; of what a host has of a kind: the host. */
export function rowObject(row: TreeRow): ObjectRef<DescribedKind> | undefined {
  switch (row.kind) {
    case 'fleet':
      return undefined;
    case 'host':
      return hostRef(row.record.id);
    case 'group':
      return hostRef(row.host);
    case 'object':
      return row.ref;
  }
}

export interface TreeParts {
  /** In the order to show them. */
  readonly hosts: readonly Host[];
  /** By name. */
  readonly objectsOf: <K extends BelowKind>(kind: K) => readonly ObjectRecords[K][];
  /** Kinds that nobody asked for: there may be some. */
  readonly unasked: ReadonlySet<GroupedKind>;
  /** What a group is called. */
  readonly nameOf: (kind: GroupedKind) => string;
  /** Hosts that are closed; new ones are open. */
  readonly closed: ReadonlySet<string>;
  /** Groups that are open; new ones are closed. */
  readonly opened: ReadonlySet<string>;
  /** Shows only names that hold this text, and then everything is open. */
  readonly filter: string;
}

/** Those of a kind by host. */
interface OfKind<K extends BelowKind> {
  readonly kind: K;
  readonly byHost: ReadonlyMap<HostId, readonly ObjectRecords[K][]>;
}

const ofKind = <K extends BelowKind>(kind: K, records: readonly ObjectRecords[K][]): OfKind<K> => ({
  kind,
  byHost: Map.groupBy(records, ({ host }) => host),
});

type PlacelessRow = Omit<ObjectRow, 'level' | 'position' | 'siblings'>;

/** With every change of anything the tree is gone through again, and of ten thousand rows few are others then. */
const made = new WeakMap<ObjectRecords[BelowKind], PlacelessRow>();

/** Of one host: what is to be shown of a kind. */
interface Found {
  readonly kind: BelowKind;
  readonly all: number;
  readonly matching: number;
  /** Made for those that are seen only. */
  readonly rows: () => readonly PlacelessRow[];
}

function find<K extends BelowKind>({ kind, byHost }: OfKind<K>, host: Host, matches: (name: string) => boolean): Found {
  const { name } = nounOf[kind];
  const all = byHost.get(host.id) ?? [];
  const matching = all.filter((record) => matches(name(record)));
  const rowOf = (record: ObjectRecords[K]): PlacelessRow => {
    const known = made.get(record);
    if (known?.stale === host.stale) return known;
    const ref = refTo(kind, record);
    const row: PlacelessRow = {
      kind: 'object',
      key: objectKey(ref),
      name: name(record),
      ref,
      record,
      stale: host.stale,
    };
    made.set(record, row);
    return row;
  };
  return {
    kind,
    all: all.length,
    matching: matching.length,
    rows: () => matching.map(rowOf),
  };
}

export function treeRows(parts: TreeParts): readonly TreeRow[] {
  const { hosts, objectsOf, closed, filter } = parts;
  const wanted = filter.trim().toLowerCase();
  const kinds = belowKinds.map((kind) => ofKind(kind, objectsOf(kind)));
  const shown = hosts.flatMap((host) => {
    const whole = host.config.name.toLowerCase().includes(wanted);
    const found = kinds.map((each) => find(each, host, (name) => whole || name.toLowerCase().includes(wanted)));
    return whole || found.some(({ matching }) => matching > 0) ? [{ host, found }] : [];
  });
  const rows: TreeRow[] = [{ kind: 'fleet', key: '', level: 1, name: '', position: 1, siblings: 1 }];
  for (const [index, { host, found }] of shown.entries()) {
    const open = wanted !== '' || !closed.has(host.id);
    const count = found.reduce((sum, { kind, all }) => sum + (directKinds.includes(kind) ? all : 0), 0);
    const place = { position: index + 1, siblings: shown.length };
    const name = host.config.name;
    rows.push({ kind: 'host', key: host.id, level: 2, name, record: host, open, count, ...place });
    if (open) rows.push(...belowHost(host, found, parts, wanted !== ''));
  }
  return rows;
}

/** The groups, then what stands by itself. */
function belowHost(host: Host, found: readonly Found[], parts: TreeParts, filtered: boolean): readonly TreeRow[] {
  const groups = groupedKinds.flatMap((of) => {
    const own = found.find(({ kind }) => kind === of);
    const unasked = parts.unasked.has(of) && !filtered && host.status.kind === 'connected';
    const lacking = host.lacks?.includes(of) ?? false;
    return own && (own.matching > 0 || unasked) && !lacking ? [{ of, ...own, unasked }] : [];
  });
  const direct = found.filter(({ kind }) => directKinds.includes(kind)).flatMap(({ rows }) => rows());
  const siblings = groups.length + direct.length;
  return [
    ...groups.flatMap(({ of, all, matching, rows, unasked }, at): readonly TreeRow[] => {
      const key = keyOfGroup(of, host.id);
      const open = filtered || parts.opened.has(key);
      const count = unasked && all === 0 ? undefined : all;
      const name = parts.nameOf(of);
      const group: GroupRow = {
        kind: 'group',
        key,
        level: 3,
        name,
        of,
        host: host.id,
        open,
        count,
        position: at + 1,
        siblings,
      };
      if (!open) return [group];
      return [group, ...rows().map((row, nth) => ({ ...row, level: 4, position: nth + 1, siblings: matching }))];
    }),
    ...direct.map((row, nth) => ({ ...row, level: 3, position: groups.length + nth + 1, siblings })),
  ];
}

const isParent = (row: TreeRow | undefined): row is HostRow | GroupRow => row?.kind === 'host' || row?.kind === 'group';

export type TreeMove =
  | { readonly kind: 'focus'; readonly index: number }
  | { readonly kind: 'open' | 'close'; readonly row: TreeRow }
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
      if (isParent(row) && !row.open) return { kind: 'open', row };
      return row?.kind === 'object' ? undefined : focus(at + 1);
    case 'ArrowLeft':
      if (isParent(row) && row.open && (rows[at + 1]?.level ?? 0) > row.level) return { kind: 'close', row };
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
    if (rows[index]?.name.toLowerCase().startsWith(typed.toLowerCase())) return index;
  }
  return undefined;
}

/** Goes to the page of a row. */
export function openRow(row: TreeRow): void {
  location.hash = hrefOfRow(row);
}

function hrefOfRow(row: TreeRow): string {
  switch (row.kind) {
    case 'fleet':
      return hrefOf({ page: 'fleet', tab: '' });
    case 'host':
      return hostHref(row.record.id);
    case 'group':
      return hostHref(row.host, row.of);
    case 'object':
      return objectHref(row.ref);
  }
}
