import { expect, test } from 'vitest';
import { MOST_VMS, namesOf } from './names.ts';

test('a plain name is itself', () => {
  expect(namesOf('web')).toEqual(['web']);
});

test('a range counts, as wide as its first number is written', () => {
  expect(namesOf('web-{01..05}')).toEqual(['web-01', 'web-02', 'web-03', 'web-04', 'web-05']);
  expect(namesOf('n{8..10}.lan')).toEqual(['n8.lan', 'n9.lan', 'n10.lan']);
});

test('a count numbers a plain name', () => {
  expect(namesOf('web', 3)).toEqual(['web-1', 'web-2', 'web-3']);
});

test.each([
  ['{5..1}', 'counts down'],
  [`web-{1..${MOST_VMS + 1}}`, 'makes too many'],
  ['a/b', 'has a slash'],
  ['a\nb', 'has a line break'],
  ['', 'is empty'],
  ['web-{1..}', 'has half a range'],
  [' web', 'begins with a blank'],
])('%j makes no names: it %s', (pattern) => {
  expect(namesOf(pattern)).toBeUndefined();
});
