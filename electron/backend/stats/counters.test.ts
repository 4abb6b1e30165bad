import { expect, test } from 'vitest';
import { Counters, rate } from './counters.ts';

function readings(...values: readonly (number | undefined)[]): readonly number[] {
  const counters = new Counters();
  return values.map((value, second) => {
    counters.begin(second * 1000);
    return value === undefined ? Number.NaN : counters.perSecond('vda', 'rd.bytes', value);
  });
}

test('a rate is the difference by the time that really passed', () => {
  expect(rate(100, 400, 1.5)).toBe(200);
});

test('the first reading of a counter has no rate', () => {
  expect(readings(5_000_000)).toEqual([Number.NaN]);
});

test('a counter that starts again gives one gap and no spike', () => {
  expect(readings(100, 200, 5, 15)).toEqual([Number.NaN, 100, Number.NaN, 10]);
});

test('a device that was away for a reading begins anew, even if its counter has grown', () => {
  expect(readings(100, undefined, 9_000_000, 9_000_010)).toEqual([Number.NaN, Number.NaN, Number.NaN, 10]);
});

test('no time, no rate', () => {
  expect(rate(1, 2, 0)).toBeNaN();
});
