import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

/** Debian's Chromium; elsewhere the browser that `npx playwright install chromium` brings. */
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);

/**
 * Each file is a project of its own: otherwise a worker hands its lab, program and window on to the next file, which then finds the
 * hosts of the one before.
 */
const projects = readdirSync(join(import.meta.dirname, 'test/e2e'))
  .filter((name) => name.endsWith('.spec.ts'))
  .map((name) => ({ name: name.replace('.spec.ts', ''), testMatch: `**/${name}` }));

/** End-to-end tests: the served window in a real browser, against the hosts of test/lab. */
export default defineConfig({
  testDir: 'test/e2e',
  projects,
  workers: 2, // each file has a host and a program of its own
  // Noise of a machine that others use, too. What passes only then is listed as flaky, and is to be looked into.
  retries: process.env['CI'] === undefined ? 0 : 2,
  timeout: 300_000,
  expect: { timeout: 60_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    browserName: 'chromium',
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    actionTimeout: 60_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium !== undefined && { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
