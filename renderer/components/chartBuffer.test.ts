import { describe, expect, it } from 'vitest';
import { ChartBuffer, type ChartHistory } from './chartBuffer.ts';

function history(atSeconds: readonly number[], values: readonly number[], stepSeconds: number): ChartHistory {
  return { at: Float64Array.from(atSeconds, (at) => at * 1000), columns: [Float32Array.from(values)], stepSeconds };
}

describe('the data of a chart', () => {
  it('goes on live where history ends', () => {
    const buffer = new ChartBuffer(1, 300, 2);
    buffer.load(history([10, 12, 14], [1, 2, 3], 2), 1);
    buffer.append(14, [99]);
    buffer.append(16, [4]);
    expect(buffer.data).toEqual({ at: [10, 12, 14, 16], columns: [[1, 2, 3, 4]] });
  });

  it('averages live ticks within one step of coarse history', () => {
    const buffer = new ChartBuffer(1, 86_400, 60);
    buffer.load(history([0, 60], [1, 1], 60), 1);
    for (const [at, value] of [
      [120, 2],
      [130, 4],
      [140, 6],
      [180, 8],
    ] as const)
      buffer.append(at, [value]);
    expect(buffer.data.columns[0]).toEqual([1, 1, 4, 8]);
  });

  it('shows a gap where nothing was measured, and where a value is not known', () => {
    const buffer = new ChartBuffer(1, 300, 2);
    buffer.load(history([10, 12, 30], [1, Number.NaN, 3], 2), 1);
    expect(buffer.data).toEqual({ at: [10, 12, 14, 30], columns: [[1, null, null, 3]] });
  });

  it('has a gap for a column that history does not have', () => {
    const buffer = new ChartBuffer(2, 300, 2);
    buffer.load(history([10], [1], 2), 1);
    expect(buffer.data.columns).toEqual([[1], [null]]);
  });

  it('learns the distance of ticks where there is no history', () => {
    const buffer = new ChartBuffer(1, 300, 0.5);
    for (const at of [0, 2, 4, 30]) buffer.append(at, [at]);
    expect(buffer.data).toEqual({ at: [0, 2, 4, 6, 30], columns: [[0, 2, 4, null, 30]] });
  });

  it('drops what has left the picture, but one point', () => {
    const buffer = new ChartBuffer(1, 10, 2);
    for (const at of [0, 2, 4, 6, 8, 10, 12, 14]) buffer.append(at, [at]);
    expect(buffer.data.at).toEqual([2, 4, 6, 8, 10, 12, 14]);
  });

  it('draws in the unit of the axis', () => {
    const buffer = new ChartBuffer(1, 300, 2);
    buffer.load(history([10], [0.25], 2), 100);
    expect(buffer.data.columns).toEqual([[25]]);
  });
});
