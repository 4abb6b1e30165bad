import { describe, expect, it } from 'vitest';
import { runsOf, sparklinePaths } from './sparklinePaths.ts';

function points(...pairs: readonly (readonly [at: number, value: number])[]) {
  return {
    at: Float64Array.from(pairs, ([at]) => at),
    values: Float32Array.from(pairs, ([, value]) => value),
    length: pairs.length,
  };
}

describe('what a sparkline connects', () => {
  it('is one line when every tick has a value', () => {
    expect(runsOf(points([0, 1], [2, 1], [4, 1]))).toEqual([[0, 3]]);
  });

  it('breaks where a value is not known', () => {
    expect(runsOf(points([0, 1], [2, Number.NaN], [4, 1], [6, 1]))).toEqual([
      [0, 1],
      [2, 4],
    ]);
    expect(runsOf(points([0, Number.NaN], [2, Number.NaN]))).toEqual([]);
  });

  it('breaks where ticks are missing', () => {
    expect(runsOf(points([0, 1], [2, 1], [20, 1], [22, 1]))).toEqual([
      [0, 2],
      [2, 4],
    ]);
  });
});

describe('the picture of a sparkline', () => {
  const look = { width: 100, height: 20, max: undefined, warnAbove: undefined, milliseconds: 10 };

  it('ends with the newest value at the right edge, as high as the highest', () => {
    expect(sparklinePaths(points([0, 0], [5, 4], [10, 2]), look)).toEqual({
      line: 'M0 19L50 1L100 10',
      area: 'M0 19L50 1L100 10V20H0Z',
      warns: false,
    });
  });

  it('is as high as its maximum, where it has one, and never higher', () => {
    expect(sparklinePaths(points([0, 5], [10, 50]), { ...look, max: 10 }).line).toBe('M0 10L100 1');
  });

  it('takes its height from the known values', () => {
    expect(sparklinePaths(points([0, 3], [5, Number.NaN], [10, 6]), look).line).toBe('M0 10L-1.5 10M100 1L98.5 1');
  });

  it('is nothing when nothing is known', () => {
    expect(sparklinePaths(points(), look)).toEqual({ line: '', area: '', warns: false });
  });

  it('warns from its limit on', () => {
    const warns = (value: number): boolean => sparklinePaths(points([10, value]), { ...look, warnAbove: 90 }).warns;
    expect([warns(89), warns(90), warns(Number.NaN)]).toEqual([false, true, false]);
  });
});
