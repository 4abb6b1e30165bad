/** One field of several VMs is changed at once: what each has, what it will have and when is seen before. One story. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { acceptHostKey, addHost, vmRow } from './window.ts';

test.describe.configure({ mode: 'serial' });

test('nothing can be changed before a value was said; what each VM has now is shown', async ({ lab, window }) => {
  const host = lab.host('h1');
  await host.startGuest({ name: 'app-01' });
  await host.defineGuest({ name: 'app-02', kernel: 'none' });
  await host.defineGuest({ name: 'app-03', kernel: 'none', memoryMiB: 100 });
  await addHost(window, 'rack', host.uri('ssh'));
  await acceptHostKey(window, 'rack');
  for (const name of ['app-01', 'app-02', 'app-03']) await vmRow(window, name).getByRole('checkbox').check();
  await window.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: /Change a setting/ }).click();
  await expect(row(window, 'app-01')).toContainText('80 MiB');
  await expect(row(window, 'app-03')).toContainText('100 MiB');
  await expect(dialog(window).getByRole('button', { name: /^Change/ })).toBeDisabled();
});

test('each VM says what becomes of it and when; one that has the value already is left out', async ({ window }) => {
  await dialog(window).getByRole('textbox', { name: 'New value' }).fill('100');
  await expect(row(window, 'app-01').getByRole('cell')).toHaveText(['80 MiB', '100 MiB', 'at next start']);
  await expect(row(window, 'app-02').getByRole('cell')).toHaveText(['80 MiB', '100 MiB', 'now']);
  await expect(row(window, 'app-03')).toContainText('has this already');
  await expect(dialog(window).getByRole('button', { name: 'Change 2 VMs' })).toBeEnabled();
});

test('every VM is changed by a task of its own; the one that runs waits for its next start', async ({
  lab,
  window,
}) => {
  await dialog(window).getByRole('button', { name: 'Change 2 VMs' }).click();
  await expect(dialog(window)).toBeHidden();
  const host = lab.host('h1');
  const memory = async (name: string) =>
    (await host.virsh('dumpxml', '--inactive', name)).match(/(\d+)<\/memory>/)?.[1];
  for (const name of ['app-01', 'app-02']) await expect.poll(() => memory(name)).toBe(String(100 * 1024));
  await expect(vmRow(window, 'app-01').getByRole('img', { name: '1 change waits for the next start' })).toBeVisible();
});

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: /^Change \d/ });
const row = (page: Page, name: string): Locator => dialog(page).getByRole('row').filter({ hasText: name });
