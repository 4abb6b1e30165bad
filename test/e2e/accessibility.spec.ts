/** axe finds nothing, on any page or dialog, dark or light. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import { expect, test } from './fixtures.ts';
import { acceptHostKey, addHost, go, tab, treeItem, vmRow } from './window.ts';

test.describe.configure({ mode: 'serial' });

const guest = 'web-01';
let hostHash = '';
let vmHash = '';

test('a host with a running VM is there', async ({ lab, window }) => {
  await lab.host('h1').startGuest({ name: guest, disk: 16 });
  await addHost(window, 'rack', lab.host('h1').uri('ssh'));
  await acceptHostKey(window, 'rack');
  await expect(vmRow(window, guest)).toContainText('Running');
  await treeItem(window, /^Connected rack|rack/).first().click();
  hostHash = new URL(window.url()).hash;
  await treeItem(window, new RegExp(`^${guest}`)).click();
  vmHash = new URL(window.url()).hash;
});

for (const scheme of ['dark', 'light'] as const) {
  test.describe(scheme, () => {
    test.beforeAll(async ({ window }) => {
      await window.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    });

    for (const page of ['#/', '#/fleet/overview', '#/settings'] as const) {
      test(`the page ${page}`, async ({ window }) => {
        await go(window, page);
        await expect(window.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
        expect(await violations(window)).toEqual([]);
      });
    }

    for (const name of ['Overview', 'Virtual machines']) {
      test(`the tab ${name} of a host`, async ({ window }) => {
        await go(window, hostHash);
        await tab(window, name).click();
        await expect(window.getByRole('tabpanel')).toBeVisible();
        expect(await violations(window)).toEqual([]);
      });
    }

    for (const name of ['Overview', 'Console', 'Devices', 'Definition']) {
      test(`the tab ${name} of a VM`, async ({ window }) => {
        await go(window, vmHash);
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

    test('the dialog that deletes a VM', async ({ window }) => {
      await go(window, vmHash);
      await window.getByRole('main').getByRole('heading', { level: 1 }).click();
      await window.keyboard.press('Delete');
      await expect(window.getByRole('dialog', { name: `Delete ${guest}` }).getByRole('checkbox').first()).toBeVisible();
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
    return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`));
  });
}
