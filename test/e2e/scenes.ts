/** Scenes: what the window can show, with how it is brought about; axe finds nothing in any of them, in any look. */
import type { Page } from '@playwright/test';
import { el } from '../../build/guest/xml.ts';
import { expectAccessible } from './axe.ts';
import { expect, test as base } from './fixtures.ts';
import { acceptHostKey, addHost, treeItem, vmRow } from './window.ts';

export const guest = 'web-01';
const devices = [
  el('disk', { type: 'file', device: 'cdrom' }, el('target', { dev: 'sda', bus: 'scsi' }), el('readonly', {})),
  el('watchdog', { model: 'i6300esb', action: 'reset' }),
];

/** Addresses inside the window. */
export interface Places {
  readonly host: string;
  readonly vm: string;
}

interface Looking {
  /** A second window, where the language is chosen. */
  readonly settings: Page;
  /** axe finds nothing in the page (the window, where none is given), in any look. */
  readonly accessible: (page?: Page) => Promise<void>;
  /** A connected host `rack` with a running VM, and where their pages are. */
  readonly places: Places;
}

export const test = base.extend<Record<never, never>, Looking>({
  settings: [
    async ({ window }, use) => {
      await expect(window.getByRole('banner')).toBeVisible(); // before, its address is the one that logs in
      const page = await window.context().newPage();
      await page.goto(new URL('#/settings', window.url()).href);
      await expect(page.getByRole('radio', { name: 'English' })).toBeAttached();
      await use(page);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  accessible: [
    async ({ window, settings }, use) => {
      await use((page = window) => expectAccessible(page, settings));
    },
    { scope: 'worker' },
  ],
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

export interface Scene {
  readonly name: string;
  /** Ends once all of it is there. */
  readonly open: (window: Page, places: Places) => Promise<unknown>;
}

/** A test for each scene. */
export function lookAt(scenes: readonly Scene[]): void {
  for (const { name, open } of scenes) {
    test(name, async ({ window, places, accessible }) => {
      await open(window, places);
      await settled(window);
      await accessible();
      await closeDialog(window);
    });
  }
}

/** Nothing is being loaded any more. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('.mantine-Loader-root')).toHaveCount(0);
}

/** Where one is open. */
export async function closeDialog(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  if (!(await dialog.isVisible())) return;
  const close = dialog.getByRole('button', { name: 'Close', exact: true });
  // Search and commands have none.
  await ((await close.count()) === 0 ? page.keyboard.press('Escape') : close.first().click());
  await expect(dialog).toBeHidden();
}

export { expect } from './fixtures.ts';
