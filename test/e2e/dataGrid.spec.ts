/** The table of VMs as a data grid: its order, columns, selection and keys, and what it asks before many VMs are stopped. */
import type { Page } from '@playwright/test';
import { expect, test as base } from './fixtures.ts';
import { acceptHostKey, addHost, go, verb, vmRow } from './window.ts';

/** A connected host with one VM that runs and three that are off. */
const test = base.extend<Record<never, never>, { readonly ready: true }>({
  ready: [
    async ({ lab, window }, use) => {
      const host = lab.host('h1');
      await host.startGuest({ name: 'db-01' });
      for (const [name, memoryMiB] of [
        ['app-2', 64],
        ['app-10', 96],
        ['web-01', 64],
      ] as const)
        await host.defineGuest({ name, kernel: 'none', network: false, memoryMiB });
      await addHost(window, 'rack', host.uri('ssh'));
      await acceptHostKey(window, 'rack');
      await expect(vmRow(window, 'db-01')).toContainText('Running');
      await expect(vmRow(window, 'web-01')).toContainText('Shut off');
      await use(true);
    },
    { scope: 'worker', timeout: 120_000, auto: true },
  ],
});

test.beforeEach(async ({ window }) => {
  await go(window, '#/');
});

const grid = (window: Page) => window.getByRole('grid', { name: 'Virtual machines' });
const head = (window: Page, name: string) => grid(window).getByRole('columnheader', { name });
const heads = (window: Page) =>
  grid(window)
    .getByRole('columnheader')
    .filter({ has: window.getByRole('button') });
const names = (window: Page) => grid(window).getByRole('gridcell').getByRole('link');
const selected = (window: Page) => grid(window).locator('[role=row][aria-selected=true]').getByRole('link');

test('a click anywhere in a heading sorts, and equals stand by name as people count', async ({ window }) => {
  await head(window, 'State').click({ position: { x: 3, y: 3 } });
  await expect(head(window, 'State')).toHaveAttribute('aria-sort', 'ascending');
  await expect(names(window)).toHaveText(['db-01', 'app-2', 'app-10', 'web-01']);
  await head(window, 'State').click({ position: { x: 3, y: 3 } });
  await expect(names(window)).toHaveText(['app-2', 'app-10', 'web-01', 'db-01']);
});

test('Shift adds a further column, and each says its rank', async ({ window }) => {
  await head(window, 'State').click();
  await head(window, 'Memory').click({ modifiers: ['Shift'] });
  await head(window, 'Memory').click({ modifiers: ['Shift'] });
  await expect(head(window, 'Memory')).toHaveAttribute('aria-sort', 'descending');
  await expect(head(window, 'State')).toContainText('1');
  await expect(head(window, 'Memory')).toContainText('2');
  const before = await names(window).allTextContents();
  await window.reload();
  await expect(names(window)).toHaveText(before);
  await expect(head(window, 'Memory')).toHaveAttribute('aria-sort', 'descending');
});

test('the keyboard sorts and widens columns, and goes back to the rows', async ({ window }) => {
  await grid(window).focus();
  await window.keyboard.press('Tab');
  await expect(head(window, 'Name').getByRole('button')).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(head(window, 'Name')).toHaveAttribute('aria-sort', 'ascending');
  await window.keyboard.press('ArrowRight');
  await window.keyboard.press('Shift+Enter');
  await expect(head(window, 'State')).toHaveAttribute('aria-sort', 'ascending');
  const before = (await head(window, 'State').boundingBox())?.width ?? 0;
  await window.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => (await head(window, 'State').boundingBox())?.width).toBeCloseTo(before + 10, -1);
  await window.keyboard.press('ArrowDown');
  await expect(grid(window)).toBeFocused();
  await expect(selected(window)).toHaveCount(0);
});

test('columns are shown and moved by keys and by dragging, and stay so', async ({ window }) => {
  await window.getByRole('button', { name: 'Columns' }).click();
  const entry = (name: string) => window.getByRole('menuitemcheckbox', { name, exact: true });
  await entry('Autostart').click();
  await entry('Autostart').focus();
  for (let times = 0; times < 12; times++) await window.keyboard.press('Alt+ArrowUp');
  await expect(entry('Autostart')).toBeFocused();
  await window.keyboard.press('Escape');
  await expect(heads(window).nth(1)).toContainText('Autostart');
  await window.getByRole('button', { name: 'Columns' }).click();
  await entry('Memory').dragTo(entry('State'));
  await window.keyboard.press('Escape');
  await expect(heads(window).nth(2)).toContainText('Memory');
  await window.reload();
  await expect(heads(window).nth(1)).toContainText('Autostart');
  await expect(heads(window).nth(2)).toContainText('Memory');
  await window.getByRole('button', { name: 'Columns' }).click();
  await window.getByRole('menuitem', { name: 'As they were at first' }).click();
  await window.keyboard.press('Escape');
  await expect(heads(window).nth(1)).toContainText('State');
  await expect(head(window, 'Autostart')).toHaveCount(0);
});

test('rows are selected by keys, and Enter opens the row’s page', async ({ window }) => {
  await head(window, 'Name').click();
  if ((await head(window, 'Name').getAttribute('aria-sort')) === 'descending') await head(window, 'Name').click();
  await expect(names(window)).toHaveText(['app-2', 'app-10', 'db-01', 'web-01']);
  await grid(window).focus();
  await window.keyboard.press('Home');
  await window.keyboard.press('Shift+ArrowDown');
  await expect(selected(window)).toHaveText(['app-2', 'app-10']);
  await window.keyboard.press('Control+a');
  await expect(selected(window)).toHaveCount(4);
  await window.keyboard.press('End');
  await window.keyboard.press(' ');
  await expect(selected(window)).toHaveCount(0);
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { name: 'web-01', level: 1 })).toBeVisible();
});

test('the filter takes the key “/” and says when nothing is left', async ({ window }) => {
  await expect(names(window)).toHaveCount(4);
  await window.keyboard.press('/');
  await expect(window.getByRole('textbox', { name: 'Filter', exact: true })).toBeFocused();
  await window.keyboard.type('APP');
  await expect(names(window)).toHaveCount(2);
  await window.keyboard.type('x');
  await expect(window.getByText('No VM matches the filter')).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(names(window)).toHaveCount(4);
});

test('the question before many are stopped says which are left out and why, and how many it is for', async ({
  window,
}) => {
  for (const name of ['db-01', 'web-01', 'app-2']) await vmRow(window, name).getByRole('checkbox').check();
  await verb(window, 'Force off').click();
  const dialog = window.getByRole('dialog', { name: 'Force off db-01?' });
  await expect(dialog.getByRole('listitem').filter({ hasText: 'web-01' })).toContainText('It is not running');
  await expect(dialog.getByText('2 are left out:')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(vmRow(window, 'db-01')).toContainText('Running');
});

test('beside the harsh way stands the gentler one', async ({ lab, window }) => {
  await lab.host('h1').waitForLease('db-01'); // before, nobody in it hears the power button
  await vmRow(window, 'db-01').getByRole('checkbox').check();
  await verb(window, 'Force off').click();
  await window.getByRole('dialog').getByRole('button', { name: 'Shut down instead' }).click();
  await expect(window.getByRole('dialog')).toBeHidden();
  await expect(vmRow(window, 'db-01')).toContainText('Shut off');
  expect(await lab.host('h1').virsh('domstate', 'db-01')).toContain('shut off');
});
