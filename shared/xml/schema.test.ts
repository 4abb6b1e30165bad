import { expect, test } from 'vitest';
import { applies, matches, usesOf } from './schema.ts';

test('a type without limits is any text', () => {
  expect(matches({}, 'anything at all')).toBe(true);
});

test('a text is one of the values, or fits a pattern or a data type as a whole', () => {
  const type = { values: ['auto'], patterns: ['[0-9]+k'], data: ['unsignedInt'] };
  for (const good of ['auto', ' auto ', '12k', '12']) expect(matches(type, good)).toBe(true);
  for (const bad of ['automatic', '12kk', '-12', '']) expect(matches(type, bad)).toBe(false);
});

test('a pattern that regular expressions of this language do not know accuses nobody', () => {
  expect(matches({ patterns: ['(unclosed'] }, 'anything')).toBe(true);
});

test('a condition is met by one of its values, and by an absent attribute', () => {
  const use = { is: 0, when: { type: ['file', 'block'] } };
  expect(applies(use, new Map([['type', 'block']]))).toBe(true);
  expect(applies(use, new Map([['type', 'network']]))).toBe(false);
  expect(applies(use, new Map())).toBe(true);
});

test('names of every object are no names of the schema', () => {
  expect(usesOf({ a: [{ is: 1 }] }, 'constructor')).toEqual([]);
  expect(usesOf(undefined, 'a')).toEqual([]);
});
