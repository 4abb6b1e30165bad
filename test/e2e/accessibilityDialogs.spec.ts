/** axe finds nothing in any dialog that adds or changes something: dark, light and in Chinese. */
import type { Page } from '@playwright/test';
import { expect, guest, lookAt, settled, test, type Places, type Scene } from './scenes.ts';
import { go, tab, verb, vmRow } from './window.ts';

/** Of one device, by its button; without a device of the whole VM. */
const deviceDialogs: readonly { readonly name: string; readonly device?: RegExp; readonly button: string }[] = [
  { name: 'that adds hardware', button: 'Add hardware…' },
  { name: 'that grows a disk', device: /^Disk vda/, button: 'Grow…' },
  { name: 'that moves a disk', device: /^Disk vda/, button: 'Move…' },
  { name: 'that flattens a disk', device: /^Disk vda/, button: 'Flatten…' },
  { name: 'that inserts a medium', device: /^CD-ROM/, button: 'Insert…' },
  { name: 'that edits the XML of a device', device: /^Disk vda/, button: 'Edit XML…' },
];

async function hardware(window: Page, { vm }: Places): Promise<void> {
  await go(window, vm);
  await tab(window, 'Hardware').click();
  await expect(window.getByRole('listbox', { name: 'Hardware' })).toBeVisible();
}

const dialogs: readonly Scene[] = [
  {
    name: 'the dialog that adds a host',
    open: (window) => window.getByRole('banner').getByRole('button', { name: 'Add host' }).click(),
  },
  ...deviceDialogs.map(({ name, device, button }) => ({
    name: `the dialog ${name}`,
    open: async (window: Page, places: Places) => {
      await hardware(window, places);
      if (device !== undefined) await window.getByRole('option', { name: device }).click();
      await window.getByRole('button', { name: button }).click();
    },
  })),
  {
    name: 'the dialog that changes a setting of several VMs',
    open: async (window) => {
      await go(window, '#/');
      await vmRow(window, guest).getByRole('checkbox').check();
      await window.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name: 'More actions' }).click();
      await window.getByRole('menuitem', { name: /Change a setting/ }).click();
      await expect(window.getByRole('dialog').getByRole('row').filter({ hasText: guest })).toContainText('MiB');
    },
  },
  { name: 'search and commands', open: (window) => window.keyboard.press('Control+k') },
];

lookAt(
  dialogs.map(({ name, open }) => ({
    name,
    open: async (window, places) => {
      await open(window, places);
      await expect(window.getByRole('dialog')).toBeVisible();
    },
  })),
);

test('planned changes: their marks, and the dialog that shows what they will do', async ({
  window,
  places,
  accessible,
}) => {
  await hardware(window, places);
  await window.getByRole('textbox', { name: 'Title', exact: true }).fill('Shop');
  await window.keyboard.press('Tab');
  await window.getByRole('option', { name: /^Watchdog/ }).click();
  await window.getByRole('button', { name: 'Remove', exact: true }).click();
  await accessible();
  await window.getByRole('button', { name: 'Review…' }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByRole('list', { name: 'Planned changes' })).toBeVisible();
  await settled(window);
  await accessible();
  await dialog.getByRole('tab', { name: 'XML, next start' }).click();
  await settled(window);
  await accessible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await window.getByRole('button', { name: 'Discard' }).click();
});

test.describe('the dialog for new VMs', () => {
  const dialog = (window: Page) => window.getByRole('dialog', { name: 'New virtual machine' });
  const step = (window: Page, name: string) => dialog(window).getByRole('navigation').getByRole('button', { name });

  test.beforeAll(async ({ window, places }) => {
    await go(window, places.host);
    await verb(window, 'New virtual machine…').click();
    await dialog(window).getByRole('radio', { name: 'Blank' }).click();
    await expect(dialog(window).getByText(/^Ready/)).toBeVisible(); // all of it is known, and drawn
  });

  for (const name of ['System', 'Name and place', 'Hardware', 'Review', 'Source']) {
    test(`step ${name}`, async ({ window, accessible }) => {
      await step(window, name).click();
      await expect(dialog(window).getByRole('heading', { level: 2, name })).toBeVisible();
      await accessible();
    });
  }

  for (const source of ['ISO image', 'Network tree', 'From XML', 'Cloud image']) {
    test(`source ${source}`, async ({ window, accessible }) => {
      await dialog(window).getByRole('radio', { name: source }).click();
      await accessible();
    });
  }

  test('step First boot', async ({ window, accessible }) => {
    await step(window, 'First boot').click();
    await expect(dialog(window).getByRole('switch').first()).toBeVisible();
    await accessible();
  });
});
