import { defineConfig } from 'vitest/config';
import { testFiles } from './build/test/testFiles.ts';

/** A wait ends when the thing happens, so long limits cost nothing; short ones fail on a busy machine. Milliseconds. */
const patience = { poll: { timeout: 60_000, interval: 50 } };

/**
 * `unit`: beside their files, no machine needed. `integration`: real libvirtd, sshd and namespaces; each file has hosts of its own, so two
 * run side by side. End-to-end tests are Playwright's (test/e2e).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [...testFiles.unit],
          expect: patience,
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: [...testFiles.integration],
          expect: patience,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          hookTimeout: 300_000,
          // Noise of a machine that others use, too. What passes only then is listed as flaky, and is to be looked into.
          // The pause is for a host that has to come back first.
          retry: process.env['CI'] === undefined ? 0 : { count: 2, delay: 3000 },
        },
      },
    ],
  },
});
