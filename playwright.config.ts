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
  workers: 1, // two cores, real guests
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    browserName: 'chromium',
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
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
