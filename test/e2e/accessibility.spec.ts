/** axe finds nothing, on any page or dialog, dark or light. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import { expect, test as base } from './fixtures.ts';
import { acceptHostKey, addHost, go, tab, treeItem, vmRow } from './window.ts';

const guest = 'web-01';

interface Places {
  readonly host: string;
  readonly vm: string;
}

/** A connected host with a running VM, and where their pages are. */
const test = base.extend<Record<never, never>, { readonly places: Places }>({
  places: [
    async ({ lab, window }, use) => {
      await lab.host('h1').startGuest({ name: guest, disk: 16 });
      await addHost(window, 'rack', lab.host('h1').uri('ssh'));
      await acceptHostKey(window, 'rack');
      await expect(vmRow(window, guest)).toContainText('Running');
      await treeItem(window, /rack/).click();
      const host = new URL(window.url()).hash;
      await treeItem(window, new RegExp(`^${guest}`)).click();
      await use({ host, vm: new URL(window.url()).hash });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

for (const scheme of ['dark', 'light'] as const) {
  test.describe(scheme, () => {
    test.beforeAll(async ({ window, places }) => {
      expect(places.vm).not.toBe('');
      await window.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      // The page follows a moment later; axe in between would find the colours of both.
      await expect(window.locator(':root')).toHaveAttribute('data-mantine-color-scheme', scheme);
    });

    for (const page of ['#/', '#/fleet/overview', '#/settings'] as const) {
      test(`the page ${page}`, async ({ window }) => {
        await go(window, page);
        await expect(window.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
        expect(await violations(window)).toEqual([]);
      });
    }

    for (const name of ['Overview', 'Virtual machines']) {
      test(`the tab ${name} of a host`, async ({ window, places }) => {
        await go(window, places.host);
        await tab(window, name).click();
        await expect(window.getByRole('tabpanel')).toBeVisible();
        expect(await violations(window)).toEqual([]);
      });
    }

    for (const name of ['Overview', 'Console', 'Devices', 'Definition']) {
      test(`the tab ${name} of a VM`, async ({ window, places }) => {
        await go(window, places.vm);
        await tab(window, name).click();
        await expect(window.getByRole('tabpanel')).toBeVisible();
        await window.waitForTimeout(500); // what the tab loads in parts
        expect(await violations(window)).toEqual([]);
      });
    }

    test('the dialog that adds a host', async ({ window }) => {
      await window.getByRole('banner').getByRole('button', { name: 'Add host' }).click();
      await expect(window.getByRole('dialog')).toBeVisible();
      expect(await violations(window)).toEqual([]);
      await window.keyboard.press('Escape');
      await expect(window.getByRole('dialog')).toBeHidden();
    });

    test('the dialog that deletes a VM', async ({ window, places }) => {
      await go(window, places.vm);
      await window.getByRole('main').getByRole('heading', { level: 1 }).click();
      await window.keyboard.press('Delete');
      await expect(
        window
          .getByRole('dialog', { name: `Delete ${guest}` })
          .getByRole('checkbox')
          .first(),
      ).toBeVisible();
      expect(await violations(window)).toEqual([]);
      await window.keyboard.press('Escape');
    });

    test('search and commands', async ({ window }) => {
      await window.keyboard.press('Control+k');
      await expect(window.getByRole('dialog')).toBeVisible();
      expect(await violations(window)).toEqual([]);
      await window.keyboard.press('Escape');
    });
  });
}

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

/** What axe finds, as rule and element. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(await source);
  return await page.evaluate(async () => {
    const { violations: found } = await window.axe.run();
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
    );
  });
}
