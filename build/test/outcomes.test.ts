import { expect, test } from 'vitest';
import { outcomesOf, type OutcomeRecord } from './outcomes.ts';

const lines = (...records: readonly OutcomeRecord[]): string =>
  records.map((one) => `${JSON.stringify(one)}\n`).join('');
const tried = (
  id: string,
  state: 'passed' | 'failed' | 'skipped',
  failedBefore = 0,
): Extract<OutcomeRecord, { kind: 'test' }> => ({
  kind: 'test',
  id,
  file: 'a.test.ts',
  name: `test ${id}`,
  state,
  failedBefore,
});

test('what ended before the runner was killed in the middle of a line is counted', () => {
  const text = `${lines(tried('1', 'passed'), tried('2', 'failed'), tried('3', 'skipped'))}{"kind":"test","id":"4","fi`;
  expect(outcomesOf(text)).toEqual({
    totals: { passed: 1, failed: 1, skipped: 1 },
    flaky: [],
    failed: ['a.test.ts > test 2'],
    skipped: ['a.test.ts > test 3'],
  });
});

test('tests of the same name are tests of their own', () => {
  const one = tried('1', 'passed');
  expect(outcomesOf(lines(one, { ...one, id: '2' })).totals.passed).toBe(2);
});

test('a test that fails and then passes has passed, and is flaky', () => {
  const told = outcomesOf(lines(tried('1', 'failed'), tried('1', 'passed'), tried('2', 'passed', 1)));
  expect(told.totals).toEqual({ passed: 2, failed: 0, skipped: 0 });
  expect(told.flaky).toEqual(['a.test.ts > test 1', 'a.test.ts > test 2']);
});

test('what went wrong at first is told of a test that passes in the end', () => {
  const error = '\u001B[31mexpected 1 to be 2\u001B[39m\n at a.test.ts:7';
  const told = outcomesOf(
    lines({ ...tried('1', 'failed'), error }, tried('1', 'passed'), { ...tried('2', 'passed', 1), error }),
  );
  expect(told.flaky).toEqual(['a.test.ts > test 1 (expected 1 to be 2)', 'a.test.ts > test 2 (expected 1 to be 2)']);
});

test('a test that is run again because another failed is not flaky', () => {
  expect(
    outcomesOf(lines(tried('1', 'passed'), tried('2', 'skipped'), tried('1', 'passed'), tried('2', 'passed'))),
  ).toEqual({ totals: { passed: 2, failed: 0, skipped: 0 }, flaky: [], failed: [], skipped: [] });
});

test('a test that was skipped is named with the reason that it gives', () => {
  const told = outcomesOf(lines({ ...tried('1', 'skipped'), reason: 'there is no display' }));
  expect(told.skipped).toEqual(['a.test.ts > test 1 (there is no display)']);
});

test('a test that fails each time has failed once', () => {
  const told = outcomesOf(lines(tried('1', 'failed'), tried('1', 'failed'), tried('1', 'failed')));
  expect(told.totals.failed).toBe(1);
  expect(told.flaky).toEqual([]);
});

test('what fails outside the tests is a failure', () => {
  const told = outcomesOf(lines(tried('1', 'passed'), { kind: 'fault', where: 'b.test.ts' }));
  expect(told).toMatchObject({ totals: { passed: 1, failed: 1 }, failed: ['b.test.ts'] });
});
