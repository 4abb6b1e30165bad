import { Checkbox } from '@mantine/core';
import type { MouseEvent, ReactElement } from 'react';
import type { Column, RowKind } from './column.ts';
import { rowId } from './useGridKeys.ts';
import styles from './dataGrid.module.css';

/** What all rows of a grid have in common: one object, that is another one only when all of them are to be drawn again. */
export interface RowsShared<Row> {
  readonly grid: string;
  readonly kind: RowKind<Row>;
  readonly shown: readonly Column<Row>[];
  readonly template: string;
  readonly stale: boolean;
  readonly selectLabel: (name: string) => string;
  readonly onPress: (key: string, event: MouseEvent) => void;
  readonly onToggle: (key: string) => void;
  readonly onOpen: (key: string) => void;
}

export interface GridRowProps<Row> {
  readonly row: Row;
  readonly shared: RowsShared<Row>;
  readonly index: number;
  /** Pixels from the first row's top. */
  readonly start: number;
  readonly selected: boolean;
  readonly active: boolean;
}

export function GridRow<Row>({ row, shared, index, start, selected, active }: GridRowProps<Row>): ReactElement {
  const { grid, kind, shown, template, stale, selectLabel, onPress, onToggle, onOpen } = shared;
  const key = kind.key(row);
  const look = stale ? 'stale' : kind.look?.(row);
  return (
    <div
      role="row"
      id={rowId(grid, index)}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-active={active || undefined}
      data-look={look}
      className={styles.row}
      style={{ transform: `translateY(${start}px)`, gridTemplateColumns: template }}
      onClick={(event) => onPress(key, event)}
      onContextMenu={(event) => onPress(key, event)}
      onDoubleClick={() => onOpen(key)}
    >
      <div role="gridcell" className={styles.cell}>
        <Checkbox
          aria-label={selectLabel(kind.name(row))}
          tabIndex={-1}
          checked={selected}
          onClick={(event) => event.stopPropagation()}
          onDoubleClick={(event) => event.stopPropagation()}
          onChange={() => onToggle(key)}
        />
      </div>
      {shown.map((column, at) => (
        <div key={column.id} role="gridcell" className={styles.cell} data-numeric={column.numeric || undefined}>
          {at === 0 ? (
            <span className={styles.name}>
              {kind.lead?.(row)}
              {kind.href === undefined ? (
                <span>{column.render(row)}</span>
              ) : (
                <a href={kind.href(row)} tabIndex={-1}>
                  {column.render(row)}
                </a>
              )}
              {kind.marks?.(row)}
            </span>
          ) : (
            column.render(row)
          )}
        </div>
      ))}
    </div>
  );
}

/** Whether a row would be drawn the same. */
export const sameRow = <Row,>(a: GridRowProps<Row>, b: GridRowProps<Row>): boolean =>
  a.shared === b.shared &&
  a.shared.kind.same(a.row, b.row) &&
  a.index === b.index &&
  a.start === b.start &&
  a.selected === b.selected &&
  a.active === b.active;
