/** A lab with a real host, and the program with a home of its own, for the tests of one file. */
import { test as base, type Page } from '@playwright/test';
import { startLab, type Lab } from '../lab/lab.ts';
import { startProgram, type Program } from './program.ts';

interface Worker {
  readonly lab: Lab;
  readonly program: Program;
  /** The logged-in window; one for all tests of the file, as a person would keep it open. */
  readonly window: Page;
}

// Playwright wants `{}` for "needs no other fixture".
/* oxlint-disable no-empty-pattern */
export const test = base.extend<Record<never, never>, Worker>({
  lab: [
    async ({}, use) => {
      await using lab = await startLab({ hosts: 1 });
      await use(lab);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  program: [
    async ({}, use) => {
      await using program = await startProgram();
      await use(program);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  window: [
    async ({ browser, program }, use) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
      const page = await context.newPage();
      await page.goto(program.oneTimeUrl);
      await use(page);
      await context.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});
/* oxlint-enable no-empty-pattern */

export { expect } from '@playwright/test';
