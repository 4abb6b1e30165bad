/** Rows of 27 pixels of which only what is seen is drawn, with their selection, keys, menu, order and columns. It knows no noun. */
import { Menu } from '@mantine/core';
import {
  memo,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, GridState, RowKind } from './column.ts';
import { ColumnChooser } from './columnChooser.tsx';
import { GridHead } from './gridHead.tsx';
import { GridRow, sameRow, type RowsShared } from './gridRow.tsx';
import { GridTools } from './gridTools.tsx';
import { resizeColumn, shownColumns, templateOf, type GridLayout } from './layout.ts';
import { noSelection, selectAll, type Selection } from './selection.ts';
import { nextSort } from './sort.ts';
import { rowId, useGridKeys } from './useGridKeys.ts';
import { useGridRows } from './useGridRows.ts';
import { useVirtualRows } from './useVirtualRows.ts';
import styles from './dataGrid.module.css';

export interface DataGridProps<Row> {
  /** Of no other grid in the window; rows have ids made of it. */
  readonly id: string;
  /** What the rows are, in words. */
  readonly label: string;
  /** The same object for ever. */
  readonly kind: RowKind<Row>;
  /** The same list as long as nothing of it changes. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly layout: GridLayout;
  readonly onLayout: (patch: Partial<GridLayout>) => void;
  readonly selection: Selection;
  readonly onSelect: (next: Selection) => void;
  readonly state?: GridState;
  /** So many rows, in words. */
  readonly count: (rows: number) => string;
  /** At the left above the rows. */
  readonly renderTools?: (selected: readonly Row[]) => ReactNode;
  /** Entries of the selection's menu. */
  readonly renderMenu?: (selected: readonly Row[]) => ReactNode;
  /** Instead of rows; `filtered`: there would be some without the filter. */
  readonly renderEmpty: (filtered: boolean) => ReactNode;
  /** Absent: rows have no page. */
  readonly onOpen?: (row: Row) => void;
  /** A key that is none of the grid's own; true: it was one of the caller's. */
  readonly onKey?: (event: KeyboardEvent, selected: readonly Row[]) => boolean;
}

const ready: GridState = { kind: 'ready' };

/** A list of things, each with its page or none. Layout and selection are the caller's. */
export function DataGrid<Row>(props: DataGridProps<Row>): ReactElement {
  const {
    kind,
    columns,
    rows,
    layout,
    onLayout,
    selection,
    onSelect,
    state = ready,
    count,
    renderTools,
    renderEmpty,
  } = props;
  const [filter, setFilter] = useState('');
  // Known to what is inside it only once it is there.
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const seen = useGridRows({ rows, columns, kind, filter, sort: layout.sort, scroller });
  const selected = useMemo(() => seen.filter((row) => selection.keys.has(kind.key(row))), [seen, selection.keys, kind]);
  return (
    <div className={styles.whole}>
      <GridTools
        count={count(seen.length)}
        rows={seen.length}
        selected={selected.length}
        onClear={() => onSelect(noSelection)}
        filter={filter}
        onFilter={setFilter}
        chooser={<ColumnChooser columns={columns} layout={layout} onLayout={onLayout} />}
      >
        {renderTools?.(selected)}
      </GridTools>
      {(state.kind === 'stale' || state.kind === 'failed') && (
        <div className={styles.strip} data-kind={state.kind} role={state.kind === 'failed' ? 'alert' : 'status'}>
          {state.note}
        </div>
      )}
      <Rows {...props} state={state} seen={seen} selected={selected} scroller={scroller} onScroller={setScroller} />
      {seen.length === 0 && renderEmpty(rows.length > 0)}
    </div>
  );
}

interface RowsProps<Row> extends DataGridProps<Row> {
  readonly state: GridState;
  /** The rows as they are shown. */
  readonly seen: readonly Row[];
  readonly selected: readonly Row[];
  readonly scroller: HTMLElement | null;
  readonly onScroller: (element: HTMLElement | null) => void;
}

function Rows<Row>(props: RowsProps<Row>): ReactElement {
  const {
    id,
    label,
    kind,
    columns,
    layout,
    onLayout,
    selection,
    onSelect,
    state,
    seen,
    selected,
    scroller,
    onScroller,
  } = props;
  const { t } = useTranslation();
  const show = useRef<(index: number) => void>(() => undefined);
  const keys = useMemo(() => seen.map((row) => kind.key(row)), [seen, kind]);
  const open = (key: string): void => {
    const row = seen[keys.indexOf(key)];
    if (row !== undefined) props.onOpen?.(row);
  };
  const { onKeyDown, onPress, onToggle, onOpen } = useGridKeys({
    id,
    keys,
    selection,
    onSelect,
    show: (index) => show.current(index),
    onOpen: open,
    onKey: (event) => props.onKey?.(event, selected) ?? false,
  });
  const shown = useMemo(() => shownColumns(columns, layout), [columns, layout]);
  const template = templateOf(shown, layout.widths);
  const stale = state.kind === 'stale';
  const shared = useMemo((): RowsShared<Row> => {
    const selectLabel = (name: string): string => t('dataGrid.select', { name });
    return { grid: id, kind, shown, template, stale, selectLabel, onPress, onToggle, onOpen };
  }, [id, kind, shown, template, stale, t, onPress, onToggle, onOpen]);
  const active = selection.active === undefined ? -1 : keys.indexOf(selection.active);
  return (
    <Menu>
      <Menu.ContextMenu>
        <div
          ref={onScroller}
          role="grid"
          aria-label={label}
          aria-rowcount={seen.length + 1}
          aria-multiselectable="true"
          aria-busy={state.kind === 'loading'}
          aria-activedescendant={active >= 0 ? rowId(id, active) : undefined}
          tabIndex={0}
          className={styles.grid}
          onKeyDown={onKeyDown}
        >
          <GridHead
            shown={shown}
            sort={layout.sort}
            onSort={(column, further) => onLayout({ sort: nextSort(layout.sort, column, further) })}
            onWidth={(column, width) => onLayout({ widths: resizeColumn(layout, column, width) })}
            template={template}
            selected={selected.length}
            all={seen.length}
            onAll={(on) => onSelect(on ? selectAll(selection, keys) : noSelection)}
          />
          {state.kind === 'loading' && <div className={styles.progress} aria-hidden />}
          <Body rows={seen} keys={keys} shared={shared} selection={selection} scroller={scroller} show={show} />
          {state.kind === 'loading' && seen.length > 0 && <Skeleton />}
        </div>
      </Menu.ContextMenu>
      <Menu.Dropdown>{selected.length > 0 && props.renderMenu?.(selected)}</Menu.Dropdown>
    </Menu>
  );
}

interface BodyProps<Row> {
  readonly rows: readonly Row[];
  readonly keys: readonly string[];
  readonly shared: RowsShared<Row>;
  readonly selection: Selection;
  readonly scroller: HTMLElement | null;
  /** Is given what brings a row into view. */
  readonly show: RefObject<(index: number) => void>;
}

/** The rows that are seen. All that is drawn again while one scrolls. */
function Body<Row>({ rows, keys, shared, selection, scroller, show }: BodyProps<Row>): ReactElement {
  // One for each grid: made once for all it would not know what its rows are.
  const [MemoRow] = useState(() => memo(GridRow<Row>, sameRow<Row>));
  const virtual = useVirtualRows(rows.length, scroller);
  useImperativeHandle(show, () => virtual.show);
  return (
    <div role="rowgroup" style={{ height: virtual.height, position: 'relative' }}>
      {virtual.items.map(({ index, start }) => {
        const [row, key] = [rows[index], keys[index]];
        return (
          row !== undefined &&
          key !== undefined && (
            <MemoRow
              key={key}
              row={row}
              shared={shared}
              index={index}
              start={start}
              selected={selection.keys.has(key)}
              active={key === selection.active}
            />
          )
        );
      })}
    </div>
  );
}

/** Rows that are still to come. */
function Skeleton(): ReactElement {
  return (
    <div aria-hidden>
      {[150, 120, 170].map((width) => (
        <div key={width} className={styles.skeleton}>
          <span style={{ width }} />
        </div>
      ))}
    </div>
  );
}
