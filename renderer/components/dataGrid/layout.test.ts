import { expect, test } from 'vitest';
import {
  moveColumn,
  orderedColumns,
  resizeColumn,
  shownColumns,
  standardLayout,
  templateOf,
  toggleColumn,
} from './layout.ts';

const columns = ['name', 'state', 'host', 'os'].map((id) => ({ id, standard: id !== 'os', width: '1fr' }));
const standard = standardLayout(columns);
const ids = (list: readonly { readonly id: string }[]): string => list.map(({ id }) => id).join(' ');

test('without a choice the standard columns are shown as they come, sorted by the first', () => {
  expect(ids(shownColumns(columns, standard))).toBe('name state host');
  expect(standard.sort).toEqual([{ id: 'name', ascending: true }]);
});

test('the first column is always shown, and always first', () => {
  expect(ids(shownColumns(columns, { ...standard, columns: [] }))).toBe('name');
  expect(ids(orderedColumns(columns, ['host', 'name', 'state', 'os']))).toBe('name host state os');
  expect(moveColumn(columns, standard, 'name', 3).join(' ')).toBe('name state host os');
  expect(moveColumn(columns, standard, 'os', 0).join(' ')).toBe('name os state host');
});

test('a column that is shown again stands where it stood', () => {
  const order = moveColumn(columns, standard, 'os', 1);
  const shown = { ...standard, order, columns: toggleColumn(standard, 'os') };
  expect(ids(shownColumns(columns, shown))).toBe('name os state host');
  expect(ids(shownColumns(columns, { ...shown, columns: toggleColumn(shown, 'os') }))).toBe('name state host');
});

test('a column moves no further than the ends', () => {
  expect(moveColumn(columns, standard, 'state', 99).join(' ')).toBe('name host os state');
  expect(moveColumn(columns, standard, 'gone', 1).join(' ')).toBe('name state host os');
});

test('a column that an order kept from before does not know stands behind its neighbour, and one that is gone is left out', () => {
  expect(ids(orderedColumns(columns, ['os', 'gone', 'state']))).toBe('name os state host');
});

test('a width is kept within limits, and taken back to the column’s own', () => {
  const widths = resizeColumn(standard, 'host', 12.4);
  expect(widths).toEqual({ host: 44 });
  expect(resizeColumn({ ...standard, widths }, 'host', 5000)).toEqual({ host: 900 });
  expect(templateOf(shownColumns(columns, standard), { state: 120 })).toBe('34px 1fr 120px 1fr');
  expect(resizeColumn({ ...standard, widths }, 'host', undefined)).toEqual({});
});
