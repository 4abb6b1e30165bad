/** Where each kind of test lies; for the runner and for Vitest's configuration alike. */
import { globSync } from 'node:fs';

export const testFiles = {
  unit: ['{shared,electron,renderer,build}/**/*.test.{ts,tsx}', 'test/fuzz/**/*.test.ts'],
  integration: ['test/{integration,fakeLibvirtd}/**/*.test.ts'],
  e2e: ['test/e2e/**/*.spec.ts'],
} as const;

export type TestKind = keyof typeof testFiles;

/** The files of a kind whose path contains one of the filters, all of them without any; as Vitest chooses. Relative to `root`, sorted. */
export function filesOf(kind: TestKind, filters: readonly string[], root: string): readonly string[] {
  const files = globSync(testFiles[kind], { cwd: root, exclude: (name) => name.includes('node_modules') });
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => filters.length === 0 || filters.some((filter) => filter === '.' || file.includes(filter)))
    .toSorted();
}
