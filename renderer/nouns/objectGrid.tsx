/** The objects of one kind, of all hosts or of one, as a grid with their columns, verbs and keys. */
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../shared/model/host.ts';
import { objectKey } from '../../shared/model/objectRef.ts';
import type { ObjectRecords } from '../../shared/model/objects.ts';
import { objectHref } from '../../shared/model/route.ts';
import {
  DataGrid,
  noSelection,
  type Column,
  type GridState,
  type RowKind,
  type Selection,
} from '../components/dataGrid/index.tsx';
import { useIsLoaded, useRecords, useRecordsByKey } from '../store/inventory.ts';
import { refTo, type Target } from './noun.ts';
import { nounOf, type DescribedKind } from './nounOf.ts';
import { useGridLayout } from './useGridLayout.ts';
import { verbKeyOn } from './verbKeys.ts';
import { VerbMenuItems, VerbToolbar } from './verbMenu.tsx';

const loading: GridState = { kind: 'loading' };
const ready: GridState = { kind: 'ready' };

interface ObjectGridProps<K extends DescribedKind> {
  readonly kind: K;
  /** Only this host's. */
  readonly host?: HostId | undefined;
  /** What users chose of its looks is kept under this name. */
  readonly layoutKey: string;
  /** In the place of the selection's verbs while nothing is selected. */
  readonly beginning: ReactNode;
  /** Instead of rows; `filtered`: there would be some without the filter. */
  readonly renderEmpty: (filtered: boolean) => ReactNode;
}

export function ObjectGrid<K extends DescribedKind>(props: ObjectGridProps<K>): ReactElement {
  const { kind, host, layoutKey, beginning, renderEmpty } = props;
  const { t } = useTranslation();
  const columns = useMemo((): readonly Column<Target<K>>[] => {
    const { list } = nounOf[kind];
    return (list?.columns ?? [])
      .filter(({ id }) => id !== 'host' || host === undefined)
      .map((column) => ({ ...column, label: t(column.label) }));
  }, [t, kind, host]);
  const { words, list } = nounOf[kind];
  const rowKind = useMemo(() => rowKindOf(kind), [kind]);
  const [layout, onLayout] = useGridLayout(layoutKey, columns);
  const [selection, setSelection] = useState<Selection>(noSelection);
  const loaded = useIsLoaded(kind);
  return (
    <DataGrid
      id={kind}
      label={t(words.many)}
      kind={rowKind}
      columns={columns}
      rows={useRows(kind, host)}
      layout={layout}
      onLayout={onLayout}
      selection={selection}
      onSelect={setSelection}
      state={loaded ? ready : loading}
      count={(count) => (list === undefined ? '' : t(list.count, { count }))}
      renderTools={(rows) => (rows.length > 0 ? <VerbToolbar kind={kind} records={recordsOf(rows)} /> : beginning)}
      renderMenu={(rows) => <VerbMenuItems kind={kind} records={recordsOf(rows)} />}
      renderEmpty={renderEmpty}
      onOpen={({ record }) => (location.hash = objectHref(refTo(kind, record)))}
      onKey={(event, rows) => verbKeyOn(kind, event, recordsOf(rows))}
    />
  );
}

const recordsOf = <K extends DescribedKind>(rows: readonly Target<K>[]): readonly ObjectRecords[K][] =>
  rows.map(({ record }) => record);

function useRows<K extends DescribedKind>(kind: K, host: HostId | undefined): readonly Target<K>[] {
  const records = useRecords(kind);
  const hosts = useRecordsByKey('host');
  const [made] = useState(() => new WeakMap<ObjectRecords[K], MadeRow<K>>());
  return useMemo(
    () =>
      records.flatMap((record) => {
        const known = made.get(record);
        const place = known?.place ?? refTo(kind, record).host;
        if (host !== undefined && place !== host) return [];
        if (known !== undefined && known.row.host === hosts[place]) return known.row;
        const row = { record, host: hosts[place] };
        made.set(record, { place, row });
        return row;
      }),
    [records, hosts, kind, host, made],
  );
}

/** A row as it was made: with every change of anything the list is gone through again, and of ten thousand rows few are others then. */
interface MadeRow<K extends DescribedKind> {
  readonly place: HostId;
  readonly row: Target<K>;
}

function rowKindOf<K extends DescribedKind>(kind: K): RowKind<Target<K>> {
  const { name, note, foundBy, look, icon, marks } = nounOf[kind];
  return {
    key: ({ record }) => objectKey(refTo(kind, record)),
    name: ({ record }) => name(record),
    href: ({ record }) => objectHref(refTo(kind, record)),
    same: (a, b) => a.record === b.record && a.host === b.host,
    texts: (row) => [name(row.record), note(row), ...(foundBy?.(row.record) ?? [])],
    look,
    lead: (row) => icon(row.record, { stale: look(row) === 'stale' }),
    ...(marks !== undefined && { marks: ({ record }: Target<K>) => marks(record, 'row') }),
  };
}
