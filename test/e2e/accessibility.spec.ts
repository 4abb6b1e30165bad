/** axe finds nothing, on any page or dialog, dark or light. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import { el } from '../../build/guest/xml.ts';
import { expect, test as base } from './fixtures.ts';
import { acceptHostKey, addHost, go, tab, treeItem, verb, vmRow } from './window.ts';

const guest = 'web-01';
const devices = [
  el('disk', { type: 'file', device: 'cdrom' }, el('target', { dev: 'sda', bus: 'scsi' }), el('readonly', {})),
  el('watchdog', { model: 'i6300esb', action: 'reset' }),
];

interface Places {
  readonly host: string;
  readonly vm: string;
}

/** A connected host with a running VM, and where their pages are. */
const test = base.extend<Record<never, never>, { readonly places: Places }>({
  places: [
    async ({ lab, window }, use) => {
      await lab.host('h1').startGuest({ name: guest, disk: 16, devices });
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

const deviceDialogs: readonly { readonly name: string; readonly device?: RegExp; readonly button: string }[] = [
  { name: 'that adds hardware', button: 'Add hardware…' },
  { name: 'that grows a disk', device: /^Disk vda/, button: 'Grow…' },
  { name: 'that moves a disk', device: /^Disk vda/, button: 'Move…' },
  { name: 'that flattens a disk', device: /^Disk vda/, button: 'Flatten…' },
  { name: 'that inserts a medium', device: /^CD-ROM/, button: 'Insert…' },
  { name: 'that edits the XML of a device', device: /^Disk vda/, button: 'Edit XML…' },
];

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

    for (const name of ['Overview', 'Console', 'Hardware', 'Definition', 'History']) {
      test(`the tab ${name} of a VM`, async ({ window, places }) => {
        await go(window, places.vm);
        await tab(window, name).click();
        await expect(window.getByRole('tabpanel')).toBeVisible();
        await window.waitForTimeout(500); // what the tab loads in parts
        expect(await violations(window)).toEqual([]);
      });
    }

    test('a host that is not connected, and its VM', async ({ window, places }) => {
      await go(window, places.host);
      await verb(window, 'Disconnect').click();
      await expect(verb(window, 'Connect')).toBeVisible();
      for (const place of [places.host, places.vm]) {
        await go(window, place);
        await tab(window, 'Overview').click();
        await expect(window.getByRole('tabpanel')).toBeVisible();
        expect(await violations(window)).toEqual([]);
      }
      await go(window, places.host);
      await verb(window, 'Connect').click();
      await expect(verb(window, 'Disconnect')).toBeVisible();
    });

    test('the dialog that adds a host', async ({ window }) => {
      await window.getByRole('banner').getByRole('button', { name: 'Add host' }).click();
      await expect(window.getByRole('dialog')).toBeVisible();
      expect(await violations(window)).toEqual([]);
      await window.keyboard.press('Escape');
      await expect(window.getByRole('dialog')).toBeHidden();
    });

    test('the dialog for new VMs, step by step', async ({ window, places }) => {
      test.slow(); // axe looks ten times
      await go(window, places.host);
      await verb(window, 'New virtual machine…').click();
      const dialog = window.getByRole('dialog', { name: 'New virtual machine' });
      await dialog.getByRole('radio', { name: 'Blank' }).click();
      await expect(dialog.getByText(/^Ready/)).toBeVisible(); // all of it is known, and drawn
      for (const step of ['Source', 'System', 'Name and place', 'Hardware', 'Review']) {
        await dialog.getByRole('navigation').getByRole('button', { name: step }).click();
        await expect(dialog.getByRole('heading', { level: 2, name: step })).toBeVisible();
        expect(await violations(window)).toEqual([]);
      }
      await dialog.getByRole('navigation').getByRole('button', { name: 'Source' }).click();
      for (const source of ['ISO image', 'Cloud image', 'Network tree', 'From XML']) {
        await dialog.getByRole('radio', { name: source }).click();
        expect(await violations(window)).toEqual([]);
      }
      await dialog.getByRole('radio', { name: 'Cloud image' }).click();
      await dialog.getByRole('navigation').getByRole('button', { name: 'First boot' }).click();
      await expect(dialog.getByRole('switch').first()).toBeVisible();
      expect(await violations(window)).toEqual([]);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
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

    for (const { name, device, button } of deviceDialogs) {
      test(`the dialog ${name}`, async ({ window, places }) => {
        await hardware(window, places);
        if (device !== undefined) await window.getByRole('option', { name: device }).click();
        await window.getByRole('button', { name: button }).click();
        await expectNothing(window);
      });
    }

    test('planned changes: their marks, and the dialog that shows what they will do', async ({ window, places }) => {
      await hardware(window, places);
      await window.getByRole('textbox', { name: 'Title', exact: true }).fill(scheme);
      await window.keyboard.press('Tab');
      await window.getByRole('option', { name: /^Watchdog/ }).click();
      await window.getByRole('button', { name: 'Remove', exact: true }).click();
      expect(await violations(window)).toEqual([]);
      await window.getByRole('button', { name: 'Review…' }).click();
      await expect(window.getByRole('dialog').getByRole('list', { name: 'Planned changes' })).toBeVisible();
      expect(await violations(window)).toEqual([]);
      await window.getByRole('dialog').getByRole('tab', { name: 'XML, next start' }).click();
      await expectNothing(window);
      await window.getByRole('button', { name: 'Discard' }).click();
    });

    test('the dialog that changes a setting of several VMs', async ({ window }) => {
      await go(window, '#/');
      await vmRow(window, guest).getByRole('checkbox').check();
      await window.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name: 'More actions' }).click();
      await window.getByRole('menuitem', { name: /Change a setting/ }).click();
      await expect(window.getByRole('dialog').getByRole('row').filter({ hasText: guest })).toContainText('MiB');
      await expectNothing(window);
    });

    test('search and commands', async ({ window }) => {
      await window.keyboard.press('Control+k');
      await expect(window.getByRole('dialog')).toBeVisible();
      expect(await violations(window)).toEqual([]);
      await window.keyboard.press('Escape');
    });
  });
}

/** Of one device, by its button; without a device of the whole VM. */
async function hardware(window: Page, { vm }: Places): Promise<void> {
  await go(window, vm);
  await tab(window, 'Hardware').click();
  await expect(window.getByRole('listbox', { name: 'Hardware' })).toBeVisible();
}

/** In the dialog that is open, once it has read what it shows; closes it. */
async function expectNothing(window: Page): Promise<void> {
  const dialog = window.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^(Cancel|Close)$/ }).first()).toBeVisible();
  await expect(dialog.locator('.mantine-Loader-root')).toHaveCount(0);
  expect(await violations(window)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
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
