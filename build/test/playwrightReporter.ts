/** Tells `outcomes.ts` of each attempt at a test as it ends. */
import { relative } from 'node:path';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { write } from './outcomes.ts';

export default class OutcomeReporter implements Reporter {
  onTestEnd(test: TestCase, { status, annotations, error }: TestResult): void {
    const expected = status === test.expectedStatus;
    write({
      kind: 'test',
      id: test.id,
      file: relative(process.cwd(), test.location.file),
      name: test.titlePath().slice(3).join(' > '),
      state: status === 'skipped' ? 'skipped' : expected ? 'passed' : 'failed',
      ...(error?.message !== undefined && { error: error.message }),
      ...(status === 'skipped' && { reason: annotations.find(({ type }) => type === 'skip')?.description }),
    });
  }

  onError(): void {
    write({ kind: 'fault', where: 'an error outside the tests' });
  }

  printsToStdio(): boolean {
    return false;
  }
}
