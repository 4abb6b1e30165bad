/**
 * `frames`: time between frames of the real window (built, in Chromium without a GPU) while the list of all VMs is scrolled, of a host
 * of libvirt's test driver. A display of 60 Hz wants one every 16.7 ms.
 */
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import playwright from '../../playwright.config.ts';
import { openBackend } from '../../electron/backend/backend.ts';
import { memoryOnlySecrets } from '../../electron/web/secrets.ts';
import { startProgram } from '../e2e/program.ts';
import { startLab, testDriverFile } from '../lab/lab.ts';
import type { BenchOptions } from './options.ts';
import { makeHome } from './home.ts';
import { percentile, type Report } from './report.ts';

const SECONDS = 8;
/** Pixels a frame: some seventy rows a second, as a turned wheel does. */
const STEP = 32;
const LIST_MS = 120_000;
/** Two frames of 60 Hz. */
const CALM_FRAME_MS = 34;

export async function run(report: Report, { vms = [10_000] }: BenchOptions = {}): Promise<void> {
  await using lab = await startLab();
  const host = lab.host('h1');
  for (const rows of vms) {
    await testDriverFile(rows, join(host.directory, 'var-lib/bench-host.xml'));
    const uri = `test+unix:///var/lib/libvirt/bench-host.xml?socket=${host.socket}`;
    await using home = await makeHome('');
    await rememberHost(join(home.path, 'data'), uri);
    await using program = await startProgram({ home: home.path });
    const browser = await chromium.launch(playwright.use?.launchOptions);
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
      await page.goto(program.oneTimeUrl);
      await openList(page, rows);
      report.add({ bench: 'frames', rows, doing: 'loading', ...distribution(await frames(page, 0)) });
      await quiet(page);
      report.add({ bench: 'frames', rows, doing: 'idle', ...distribution(await frames(page, 0)) });
      report.add({ bench: 'frames', rows, doing: 'scrolling', ...distribution(await frames(page, STEP)) });
    } finally {
      await browser.close();
    }
  }
}

/** The program connects it by itself. */
async function rememberHost(dataDir: string, uri: string): Promise<void> {
  const backend = await openBackend({ dataDir, variant: 'browser', version: '0.0.0', secrets: memoryOnlySecrets });
  const { signal } = new AbortController();
  await backend.handlers.host.add({ uri, name: 'bench', autoconnect: true }, { signal });
  await backend.close();
}

async function openList(page: Page, rows: number): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Virtual machines' });
  await page.locator(`[role=grid][aria-rowcount="${rows + 1}"]`).waitFor({ timeout: LIST_MS });
  await grid.getByRole('row').nth(5).waitFor();
}

/** Definitions are read in the background, and each changes a row: waits until nothing of the list has changed for some seconds. */
async function quiet(page: Page): Promise<void> {
  const calm = 3;
  for (let seconds = 0, calmSeconds = 0; calmSeconds < calm; seconds++) {
    if (seconds > LIST_MS / 1000) throw new Error('the window did not come to rest');
    const times = await frames(page, 0, 1);
    calmSeconds = percentile(times, 0.95) < CALM_FRAME_MS ? calmSeconds + 1 : 0;
  }
}

/** Milliseconds between frames for some seconds, scrolling so many pixels in each. */
async function frames(page: Page, step: number, seconds = SECONDS): Promise<readonly number[]> {
  const grid = page.getByRole('grid', { name: 'Virtual machines' });
  return await grid.evaluate(
    (element, { pixels, ms }) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        const until = performance.now() + ms;
        let before: number | undefined;
        const frame = (now: number): void => {
          if (before !== undefined) times.push(now - before);
          before = now;
          element.scrollTop += pixels;
          if (now < until) requestAnimationFrame(frame);
          else resolve(times);
        };
        requestAnimationFrame(frame);
      }),
    { pixels: step, ms: seconds * 1000 },
  );
}

function distribution(times: readonly number[]) {
  return { p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95), p99Ms: percentile(times, 0.99) };
}
