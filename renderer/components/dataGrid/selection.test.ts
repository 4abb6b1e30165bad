import { expect, test } from 'vitest';
import { noSelection, selectAll, selectOne, selectRange, step, toggleOne } from './selection.ts';

const rows = ['a', 'b', 'c', 'd'];
const keys = (selection: { readonly keys: ReadonlySet<string> }): string[] => [...selection.keys];

test('a click selects one row, a click with Ctrl adds or takes away one', () => {
  const one = selectOne('b');
  expect(keys(one)).toEqual(['b']);
  const two = toggleOne(one, 'd');
  expect(keys(two)).toEqual(['b', 'd']);
  expect(keys(toggleOne(two, 'b'))).toEqual(['d']);
});

test('a range goes from where the selection began, in either direction, and shrinks back', () => {
  const from = selectOne('c');
  const up = selectRange(from, rows, 'a');
  expect(keys(up)).toEqual(['a', 'b', 'c']);
  expect(keys(selectRange(up, rows, 'd'))).toEqual(['c', 'd']);
});

test('a range from a row that is no longer shown is that row alone', () => {
  expect(keys(selectRange(selectOne('gone'), rows, 'b'))).toEqual(['b']);
});

test('everything that is shown can be selected', () => {
  expect(keys(selectAll(noSelection, rows))).toEqual(rows);
});

test('arrows stop at the ends and begin at the first row', () => {
  expect(step(rows, undefined, 1)).toBe('a');
  expect(step(rows, 'a', -1)).toBe('a');
  expect(step(rows, 'c', 5)).toBe('d');
  expect(step([], 'c', 1)).toBeUndefined();
});
