import { expect, test } from 'vitest';
import { closingLine, exitCode, nothing, sum } from './totals.ts';

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
