import { expect, test } from 'vitest';
import { agoText } from './timeAgo.tsx';

const minutes = 60_000;

test('the largest unit that fits is told', () => {
  expect(agoText(5 * minutes, 'en')).toBe('5 minutes ago');
  expect(agoText(150 * minutes, 'en')).toBe('2 hours ago');
  expect(agoText(24 * 60 * minutes, 'en')).toBe('yesterday');
});

test('less than a minute, or a clock that was set back, is now', () => {
  expect(agoText(59_000, 'en')).toBe('now');
  expect(agoText(-minutes, 'en')).toBe('now');
});
