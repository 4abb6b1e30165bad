import { expect, test } from 'vitest';
import { domainColumns, hostColumns } from '../../../shared/model/stats.ts';
import type { SampleStore } from '../../store/samples.ts';
import type { SeriesRows } from '../../store/sampleSeries.ts';
import { readHistory, stepFor } from './history.ts';
import type { Sample } from './sampler.ts';

const minute = 60_000;
const day = 86_400_000;

test('a chart reads the coarsest rows that still give each of its points one', () => {
  const now = 1_800_000_000_000;
  const step = (span: number, points: number, to = now) => stepFor({ from: to - span, to, points }, now);
  expect(step(30 * minute, 300)).toBe(0);
  expect(step(day, 500)).toBe(60);
  expect(step(30 * day, 500)).toBe(900);
  expect(step(365 * day, 500)).toBe(7200);
});

test('a short span long ago is read from what is still kept', () => {
  const now = 1_800_000_000_000;
  const ago = now - 10 * day;
  expect(stepFor({ from: ago, to: ago + 30 * minute, points: 300 }, now)).toBe(900);
});

function store(rows: readonly (readonly [at: number, cpu: number])[]): SampleStore {
  const series = ({ from, to }: { readonly from: number; readonly to: number }): SeriesRows => {
    const within = rows.filter(([at]) => at >= from && at <= to);
    const values = new Float32Array(within.length * hostColumns.length);
    for (const [index, [, cpu]] of within.entries()) values[index * hostColumns.length] = cpu;
    return { at: Float64Array.from(within, ([at]) => at), columns: hostColumns.length, values };
  };
  return {
    add: async () => undefined,
    prune: async () => undefined,
    series: async (query) => (query.step === 0 ? series(query) : series({ from: 1, to: 0 })),
  };
}

const floats = (bytes: Uint8Array | undefined): readonly number[] => [
  ...new Float32Array(bytes?.buffer ?? new ArrayBuffer(0)),
];

test('a silence is one unknown point, not a line drawn across it', async () => {
  const to = Date.now();
  const from = to - 100_000;
  const rows = [1000, 2000, 3000, 60_000, 61_000].map((at) => [from + at, 0.5] as const);
  const series = await readHistory(store(rows), [], { host: 'h', from, to, points: 100 }, 1);
  expect(floats(series.columns['cpu'])).toEqual([0.5, 0.5, 0.5, Number.NaN, 0.5, 0.5]);
});

test('points average the rows they stand for, unknown values left aside', async () => {
  const to = Date.now();
  const from = to - 10_000;
  const rows = [
    [from + 100, 0.25],
    [from + 200, Number.NaN],
    [from + 300, 0.75],
  ] as const;
  const series = await readHistory(store(rows), [], { host: 'h', from, to, points: 2 }, 1);
  expect(floats(series.columns['cpu'])).toEqual([0.5]);
});

test('samples that are not stored yet are part of it', async () => {
  const to = Date.now();
  const sample: Sample = {
    at: to - 500,
    host: new Float32Array(hostColumns.length).fill(0.5),
    perCpu: new Float32Array(0),
    uuids: ['a', 'b'],
    values: Float32Array.from(domainColumns.flatMap((_, column) => [column, column + 100])),
  };
  const series = await readHistory(
    store([]),
    [sample],
    { host: 'h', uuid: 'b', from: to - 10_000, to, points: 100 },
    1,
  );
  expect(floats(series.columns['guestCpu'])).toEqual([101]);
});
