import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from '../bootstrap.mjs';
import { filesOf } from './testFiles.ts';

test('every kind has its files, and no file is of two kinds', () => {
  const [unit, integration, e2e] = [
    filesOf('unit', [], root),
    filesOf('integration', [], root),
    filesOf('e2e', [], root),
  ];
  expect(unit).toContain('build/test/testFiles.test.ts');
  expect(integration).toContain('test/integration/lab.test.ts');
  expect(e2e).toContain('test/e2e/firstLight.spec.ts');
  const all = [...unit, ...integration, ...e2e];
  expect(new Set(all).size).toBe(all.length);
  expect(all.every((file) => existsSync(`${root}/${file}`))).toBe(true);
});

test('filters choose files by a part of their path', () => {
  expect(filesOf('unit', ['testFiles'], root)).toEqual(['build/test/testFiles.test.ts']);
  expect(filesOf('unit', ['build/test/totals', 'build/test/route'], root)).toEqual([
    'build/test/route.test.ts',
    'build/test/totals.test.ts',
  ]);
  expect(filesOf('unit', ['no such file'], root)).toEqual([]);
});
