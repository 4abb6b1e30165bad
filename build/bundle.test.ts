import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './bootstrap.mjs';
import { entryName, rewriteWorkerUrls } from './bundle.ts';

test('an entry is named by its path in electron', () => {
  expect(entryName(join(root, 'electron/serve.ts'))).toBe('serve');
  expect(entryName(join(root, 'electron/store/worker.ts'))).toBe('store-worker');
});

test("a worker's source file is named by its bundle", () => {
  const code = "new Worker(new URL('./worker.ts', import.meta.url), { workerData })";
  expect(rewriteWorkerUrls(code, join(root, 'electron/store/store.ts'))).toBe(
    "new Worker(new URL('./store-worker.js', import.meta.url), { workerData })",
  );
});

test('other URLs stay', () => {
  const code = "new URL('./schema.sql', import.meta.url)";
  expect(rewriteWorkerUrls(code, join(root, 'electron/store/store.ts'))).toBe(code);
});
