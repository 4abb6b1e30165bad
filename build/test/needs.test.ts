import { expect, test } from 'vitest';
import { needsOf } from './needs.ts';

function needs(files: Record<string, string>, file: string): string[] {
  return [...needsOf(file, (path) => files[path] ?? '')].toSorted();
}

test('a test that imports the lab needs the lab', () => {
  expect(
    needs({ 'test/integration/a.test.ts': "import { startLab } from '../lab/lab.ts';" }, 'test/integration/a.test.ts'),
  ).toEqual(['lab']);
});

test('a test without the lab needs nothing', () => {
  expect(
    needs(
      { 'test/integration/a.test.ts': "import { serve } from '../../shared/rpc/server.ts';" },
      'test/integration/a.test.ts',
    ),
  ).toEqual([]);
});

test('what a helper of the tests needs, its users need', () => {
  const files = {
    'test/e2e/a.spec.ts': "import { test } from '@playwright/test';\nimport { hosts } from './helpers/hosts.ts';",
    'test/e2e/helpers/hosts.ts': "import { startLab } from '../../lab/lab.ts';",
  };
  expect(needs(files, 'test/e2e/a.spec.ts')).toEqual(['browser', 'lab']);
});
