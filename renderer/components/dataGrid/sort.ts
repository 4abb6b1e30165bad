/** The order of rows by one column or several. Pure. */
import type { Column } from './column.ts';

// A type, not an interface: settings keep it as JSON.
export type SortKey = { readonly id: string; readonly ascending: boolean };
/** What counts most stands first. */
export type Sort = readonly SortKey[];

/**
 * After a press on a heading: only by this column, the other way round if it was the first one already; or with `further` by this column
 * as well, then the other way round, then no longer.
 */
export function nextSort(sort: Sort, id: string, further: boolean): SortKey[] {
  const before = sort.find((key) => key.id === id);
  if (!further) return [{ id, ascending: sort[0]?.id === id ? !sort[0].ascending : true }];
  if (before === undefined) return [...sort, { id, ascending: true }];
  if (before.ascending || sort.length === 1)
    return sort.map((key) => (key === before ? { id, ascending: !before.ascending } : key));
  return sort.filter((key) => key !== before);
}

/** Equals stand by the row's name, which the first column compares, also where the order is turned round. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort): readonly Row[] {
  const keys = sort.flatMap(({ id, ascending }) => {
    const column = columns.find((each) => each.id === id);
    return column === undefined ? [] : [{ compare: column.compare, ascending }];
  });
  const name = columns[0]?.compare;
  if (name !== undefined && !keys.some(({ compare }) => compare === name))
    keys.push({ compare: name, ascending: true });
  return rows.toSorted((a, b) => {
    for (const { compare, ascending } of keys) {
      const order = ascending ? compare(a, b) : compare(b, a);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** Rows with the text in one of theirs, whichever case it is written in. */
export function filterRows<Row>(
  rows: readonly Row[],
  texts: (row: Row) => readonly (string | undefined)[],
  filter: string,
): readonly Row[] {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return rows;
  return rows.filter((row) => texts(row).some((text) => text?.toLowerCase().includes(wanted)));
}
