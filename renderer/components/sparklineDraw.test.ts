import { describe, expect, it } from 'vitest';
import { highest, runsOf } from './sparklineDraw.ts';

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

  it('takes its height from the known values', () => {
    expect(highest(points([0, 3], [2, Number.NaN], [4, 5]))).toBe(5);
  });
});
