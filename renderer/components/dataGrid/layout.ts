/** Which columns are shown, in which order and how wide: the part of a grid that outlives it. Pure. */
import type { Column } from './column.ts';
import type { Sort } from './sort.ts';

/** Pixels by column id, of those that the user gave a width. */
export type Widths = Readonly<Record<string, number>>;

export interface GridLayout {
  /** Ids of the columns that are shown, in any order. */
  readonly columns: readonly string[];
  /** Ids of columns as they stand, also of those not shown; empty: as they come. */
  readonly order: readonly string[];
  readonly sort: Sort;
  readonly widths: Widths;
}

/** Of a column, in pixels. */
const LEAST = 44;
const MOST = 900;

type Named = Pick<Column<never>, 'id' | 'standard'>;

/** As long as the user chose nothing: sorted by the row's name. */
export const standardLayout = (columns: readonly Named[]): GridLayout => ({
  columns: columns.filter(({ standard }) => standard).map(({ id }) => id),
  order: [],
  sort: columns.slice(0, 1).map(({ id }) => ({ id, ascending: true })),
  widths: {},
});

/** As the user ordered them. One that the order doesn't know yet stands behind the one it comes after by itself. */
export function orderedColumns<C extends Named>(columns: readonly C[], order: readonly string[]): readonly C[] {
  const [first] = columns;
  if (first === undefined || order.length === 0) return columns;
  const known = new Map(columns.map((column) => [column.id, column]));
  const ids = [first.id, ...order.filter((id) => id !== first.id && known.has(id))];
  for (const [at, { id }] of columns.entries()) {
    if (!ids.includes(id)) ids.splice(ids.indexOf(columns[at - 1]?.id ?? first.id) + 1, 0, id);
  }
  return ids.flatMap((id) => known.get(id) ?? []);
}

/** Those that are shown, in their order; the first always is. */
export const shownColumns = <C extends Named>(
  columns: readonly C[],
  { columns: chosen, order }: GridLayout,
): readonly C[] => orderedColumns(columns, order).filter(({ id }, at) => at === 0 || chosen.includes(id));

/** The order with one column at another's place; the first column stays where it is. */
export function moveColumn(columns: readonly Named[], { order }: GridLayout, id: string, to: number): string[] {
  const ids = orderedColumns(columns, order).map((column) => column.id);
  if (ids.indexOf(id) < 1) return ids;
  const others = ids.filter((one) => one !== id);
  return others.toSpliced(Math.max(1, Math.min(others.length, to)), 0, id);
}

/** Shown or no longer. */
export const toggleColumn = ({ columns }: GridLayout, id: string): string[] =>
  columns.includes(id) ? columns.filter((one) => one !== id) : [...columns, id];

/** @param width pixels; undefined: the width that the column has by itself */
export function resizeColumn({ widths }: GridLayout, id: string, width: number | undefined): Record<string, number> {
  const { [id]: _before, ...others } = widths;
  return width === undefined ? others : { ...others, [id]: Math.round(Math.max(LEAST, Math.min(MOST, width))) };
}

/** The grid's tracks: the checkboxes, then the columns. */
export const templateOf = (shown: readonly Pick<Column<never>, 'id' | 'width'>[], widths: Widths): string =>
  [CHECKBOX_WIDTH, ...shown.map(({ id, width }) => (widths[id] === undefined ? width : `${widths[id]}px`))].join(' ');

const CHECKBOX_WIDTH = '34px';
