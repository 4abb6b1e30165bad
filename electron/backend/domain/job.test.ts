import { expect, test } from 'vitest';
import { progressFrom } from './job.ts';

test("progress is the share of the job's bytes that is written", () => {
  const values = new Map([
    ['data_total', 1000],
    ['data_processed', 250],
    ['time_remaining', 2600],
  ]);
  expect(progressFrom(values)).toEqual({ bytesDone: 250, bytesTotal: 1000, fraction: 0.25, secondsLeft: 3 });
});

test.each([
  ['nothing', []],
  [
    'a total of nothing',
    [
      ['data_total', 0],
      ['data_processed', 0],
    ],
  ],
] as const)('a job that tells %s has no progress', (_what, values) => {
  expect(progressFrom(new Map(values))).toBeUndefined();
});

test('a job that wrote more than it had announced is at its end, not beyond', () => {
  expect(
    progressFrom(
      new Map([
        ['data_total', 10],
        ['data_processed', 12],
      ]),
    )?.fraction,
  ).toBe(1);
});
