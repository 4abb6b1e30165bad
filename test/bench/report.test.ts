import { expect, test } from 'vitest';
import { median, percentile } from './report.ts';

test('a percentile is a sample, whatever the order they came in', () => {
  expect(percentile([5, 1, 4, 2, 3], 0.95)).toBe(5);
  expect(median([5, 1, 4, 2, 3])).toBe(3);
  expect(percentile([7], 0.99)).toBe(7);
});

test('no samples give no number', () => {
  expect(median([])).toBeNaN();
});
