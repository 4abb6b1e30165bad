/** The keyboard is never lost: menus take it and give it back, dialogs open where one types, and close to where one was. */
import type { Page } from '@playwright/test';
import { expect, test as base } from './fixtures.ts';
import { acceptHostKey, addHost, go, openVm, treeItem, verb, vmRow } from './window.ts';

const guest = 'web-01';

/** A connected host with two running VMs. */
const test = base.extend<Record<never, never>, { readonly running: true }>({
  running: [
    async ({ lab, window }, use) => {
      for (const name of [guest, 'web-02']) await lab.host('h1').startGuest({ name, disk: 16 });
      await addHost(window, 'rack', lab.host('h1').uri('ssh'));
      await acceptHostKey(window, 'rack');
      await expect(vmRow(window, guest)).toContainText('Running');
      await use(true);
    },
    { scope: 'worker', timeout: 120_000, auto: true },
  ],
});

const dialog = (window: Page, name: string | RegExp) => window.getByRole('dialog', { name });
const firstEntry = (window: Page) =>
  window.getByRole('menu').getByRole('menuitem').and(window.locator(':enabled')).first();
const grid = (window: Page) => window.getByRole('grid', { name: 'Virtual machines' });

test.describe('a dialog gives the keyboard back', () => {
  for (const [button, title] of [
    ['Force off', `Force off ${guest}?`],
    ['Shut down', `Shut down ${guest}?`],
  ] as const) {
    test(`to the button ${button} that opened it`, async ({ window }) => {
      await openVm(window, guest);
      await verb(window, button).press('Enter');
      await expect(dialog(window, title)).toBeVisible();
      await window.keyboard.press('Escape');
      await expect(verb(window, button)).toBeFocused();
    });
  }

  test('to the row of the tree whose menu opened it', async ({ window }) => {
    const item = treeItem(window, new RegExp(`^${guest}`));
    await item.focus();
    await window.keyboard.press('Shift+F10');
    await window.getByRole('menuitem', { name: 'Delete…' }).press('Enter');
    await expect(dialog(window, `Delete ${guest}`)).toBeVisible();
    await window.keyboard.press('Escape');
    await expect(item).toBeFocused();
  });

  test('to the table whose key opened it', async ({ window }) => {
    await go(window, '#/');
    await vmRow(window, guest).click();
    await grid(window).press('Delete');
    await expect(dialog(window, `Delete ${guest}`)).toBeVisible();
    await window.keyboard.press('Escape');
    await expect(grid(window)).toBeFocused();
  });
});

test('the dialog that deletes opens where the name is typed', async ({ window }) => {
  await go(window, '#/');
  await vmRow(window, guest).click();
  await grid(window).press('Delete');
  await expect(window.getByRole('textbox', { name: `Type ${guest} to confirm` })).toBeFocused();
  await window.keyboard.press('Escape');
});

test.describe('menus', () => {
  test('a menu opened by a key has its first entry focused', async ({ window }) => {
    await openVm(window, guest);
    await window.getByRole('button', { name: 'More actions' }).press('Enter');
    await expect(firstEntry(window)).toBeFocused();
    await window.keyboard.press('Escape');
    await expect(window.getByRole('button', { name: 'More actions' })).toBeFocused();
  });

  test('the menu of the last row stays inside a low window', async ({ window }) => {
    await go(window, '#/');
    await window.setViewportSize({ width: 1000, height: 420 });
    await grid(window).press('End');
    await expect(grid(window).getByRole('gridcell', { name: /^web-/ }).last()).toBeInViewport({ ratio: 1 });
    await grid(window).press('Shift+F10');
    await expect(firstEntry(window)).toBeFocused();
    const box = await window.getByRole('menu').boundingBox();
    expect(box && box.y >= 0 && box.y + box.height <= 420).toBe(true);
    await window.keyboard.press('Escape');
    await expect(grid(window)).toBeFocused();
    await window.setViewportSize({ width: 1440, height: 900 });
  });
});

test.describe('Ctrl+Enter does what the dialog is for', () => {
  test('also from its Cancel button', async ({ window }) => {
    await openVm(window, guest);
    await verb(window, 'Force off').click();
    await expect(dialog(window, /^Force off/).getByRole('button', { name: 'Cancel' })).toBeFocused();
    await window.keyboard.press('Control+Enter');
    await expect(dialog(window, /^Force off/)).toBeHidden();
    await expect(window.getByRole('main')).toContainText('Shut off');
  });

  test('but not what its button could not do: delete before the name is typed', async ({ window }) => {
    await openVm(window, guest);
    await window.getByRole('heading', { name: guest, level: 1 }).click();
    await window.keyboard.press('Delete');
    const field = window.getByRole('textbox', { name: `Type ${guest} to confirm` });
    await field.press('Control+Enter');
    await expect(field).toBeVisible();
    await field.fill(guest);
    await field.press('Control+Enter');
    await expect(dialog(window, `Delete ${guest}`)).toBeHidden();
    await expect(treeItem(window, new RegExp(`^${guest}`))).toBeHidden();
  });

  test('removing a host', async ({ window }) => {
    await treeItem(window, /rack/).click();
    await treeItem(window, /rack/).press('Shift+F10');
    await window.getByRole('menuitem', { name: 'Remove…' }).click();
    await window.keyboard.press('Control+Enter');
    await expect(treeItem(window, /rack/)).toBeHidden();
  });
});
