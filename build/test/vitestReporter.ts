/** Tells `outcomes.ts` of each test as it ends. */
import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import { write } from './outcomes.ts';

const fileOf = (module: TestModule): string => relative(process.cwd(), module.moduleId);

export default class OutcomeReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    const { state } = result;
    if (state === 'pending') return;
    const reason = result.state === 'skipped' ? result.note : undefined;
    const tried = test.diagnostic()?.retryCount ?? 0;
    const failedBefore = state === 'passed' ? tried : 0;
    // Of one that passed when tried again these are the errors of the attempts before.
    const error = result.errors?.[0]?.message;
    const [file, name] = [fileOf(test.module), test.fullName];
    write({ kind: 'test', id: test.id, file, name, state, failedBefore, reason, error });
  }

  onTestSuiteResult(suite: TestSuite): void {
    if (suite.errors().length > 0) write({ kind: 'fault', where: `${fileOf(suite.module)} > ${suite.fullName}` });
  }

  onTestModuleEnd(module: TestModule): void {
    if (module.errors().length > 0) write({ kind: 'fault', where: fileOf(module) });
  }

  onTestRunEnd(_modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    for (const _ of unhandled) write({ kind: 'fault', where: 'an unhandled error' });
  }
}
