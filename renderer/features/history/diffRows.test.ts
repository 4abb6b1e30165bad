import { expect, test } from 'vitest';
import { diffLines } from '../../../shared/xml/diff.ts';
import { diffRows } from './diffRows.ts';

const rows = (before: string, after: string): readonly string[] =>
  diffRows(diffLines(before, after)).map(
    ({ before: left, after: right }) =>
      `${left ? `${left.number} ${left.text}` : '-'} | ${right ? `${right.number} ${right.text}` : '-'}`,
  );

test('a changed line stands beside what it was, each with its number', () => {
  expect(rows('a\nb\nc', 'a\nB\nc')).toEqual(['1 a | 1 a', '2 b | 2 B', '3 c | 3 c']);
});

test('lines that only one text has leave the other side empty, and the numbers go on', () => {
  expect(rows('a\nc', 'a\nb\nc')).toEqual(['1 a | 1 a', '- | 2 b', '2 c | 3 c']);
  expect(rows('a\nb\nc', 'a\nc')).toEqual(['1 a | 1 a', '2 b | -', '3 c | 2 c']);
});

test('of a longer replacement the first lines are paired', () => {
  expect(rows('x', 'y\nz')).toEqual(['1 x | 1 y', '- | 2 z']);
});

test('two empty texts are one empty line', () => {
  expect(rows('', '')).toEqual(['1  | 1 ']);
});
