import { expect, test } from 'vitest';
import { closingLine, exitCode, nothing, playwrightTotals, sum, vitestTotals } from './totals.ts';

const vitestReport = {
  numPassedTests: 5,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
  ],
};

test("Vitest's pending and todo tests are skipped ones", () => {
  expect(vitestTotals(vitestReport)).toEqual({ passed: 5, failed: 1, skipped: 3 });
});

test('a file that failed without a failed test is a failure', () => {
  const broken = { status: 'failed', assertionResults: [] };
  expect(vitestTotals({ ...vitestReport, testResults: [...vitestReport.testResults, broken] }).failed).toBe(2);
});

test("Playwright's flaky tests and errors outside tests are failures", () => {
  expect(playwrightTotals({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, errors: ['global'] })).toEqual(
    { passed: 3, failed: 3, skipped: 2 },
  );
});

test('the closing line has the sum of all runners', () => {
  expect(closingLine(sum({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 }))).toBe(
    '11 passed, 22 failed, 33 skipped',
  );
});

test('success needs a test that passed and none that failed', () => {
  expect(exitCode({ passed: 1, failed: 0, skipped: 9 })).toBe(0);
  expect(exitCode({ passed: 1, failed: 1, skipped: 0 })).toBe(1);
  expect(exitCode({ ...nothing, skipped: 9 })).toBe(1);
});
