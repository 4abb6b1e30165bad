import { expect, test } from 'vitest';
import { isAnswer, shortened } from './confirmation.ts';

const names = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

test('a long list is shortened, but never by one', () => {
  expect(shortened(names(13))).toEqual({ listed: names(13), rest: 0 });
  expect(shortened(names(14))).toEqual({ listed: names(12), rest: 2 });
});

test('what is typed must be the name, to the letter', () => {
  expect(isAnswer(' web-01 ', 'web-01')).toBe(true);
  expect(isAnswer('Web-01', 'web-01')).toBe(false);
  expect(isAnswer('web', 'web-01')).toBe(false);
});

test('nothing typed confirms nothing', () => {
  expect(isAnswer('', 'web-01')).toBe(false);
  expect(isAnswer('', '')).toBe(false);
});
