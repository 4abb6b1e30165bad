import { defineConfig } from 'vitest/config';

/**
 * `unit`: beside their files, no machine needed. `integration`: real libvirtd, sshd and namespaces, so one file at a time.
 * End-to-end tests are Playwright's (test/e2e).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,electron,renderer,build}/**/*.test.{ts,tsx}', 'test/fuzz/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,fakeLibvirtd}/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
