/** axe looks at a page as it is: dark, light and in Chinese. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import { en } from '../../renderer/words/en.ts';
import { zhCN } from '../../renderer/words/zh-CN.ts';
import { expect } from './fixtures.ts';

interface Look {
  readonly name: string;
  readonly scheme: 'dark' | 'light';
  /** As the settings call it, each in its own words. */
  readonly language: 'English' | '简体中文';
  /** What the region of messages is called then. */
  readonly messages: string;
  /** Its colours are those of another look: contrast, which takes axe longest, is known from there. */
  readonly sameColours?: boolean;
}

const dark: Look = { name: 'dark', scheme: 'dark', language: 'English', messages: en.shell.messages };
const looks: readonly Look[] = [
  dark,
  { name: 'light', scheme: 'light', language: 'English', messages: en.shell.messages },
  { name: 'in Chinese', scheme: 'light', language: '简体中文', messages: zhCN.shell.messages, sameColours: true },
];

/**
 * What the page shows is opened once and looked at in every look, since a window follows its settings at once, also under an open
 * dialog. Afterwards it is dark and English again.
 * @param settings another window, on its settings page
 */
export async function expectAccessible(page: Page, settings: Page): Promise<void> {
  for (const look of looks) {
    await wear(page, settings, look);
    expect.soft(await violations(page, look.sameColours), look.name).toEqual([]);
  }
  await wear(page, settings, dark);
}

/** The same where there is no program any more that would change the language. */
export async function expectAccessibleAlone(page: Page): Promise<void> {
  for (const scheme of ['dark', 'light'] as const) {
    await colour(page, scheme);
    expect.soft(await violations(page), scheme).toEqual([]);
  }
}

async function colour(page: Page, scheme: Look['scheme']): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  // The page follows a moment later; axe in between would find the colours of both.
  await expect(page.locator(':root')).toHaveAttribute('data-mantine-color-scheme', scheme);
}

async function wear(page: Page, settings: Page, { scheme, language, messages }: Look): Promise<void> {
  // Not by the mouse: a question of a connection is asked in this window, too, and stands before the settings.
  await settings.getByRole('radio', { name: language, includeHidden: true }).dispatchEvent('click');
  await colour(page, scheme);
  await expect(page.getByRole('region', { name: messages, includeHidden: true })).toBeAttached();
}

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

/** What axe finds, as rule and element. */
async function violations(page: Page, sameColours = false): Promise<readonly string[]> {
  await page.evaluate(await source);
  return await page.evaluate(async (skipContrast) => {
    const { violations: found } = await window.axe.run({ rules: { 'color-contrast': { enabled: !skipContrast } } });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
    );
  }, sameColours);
}
