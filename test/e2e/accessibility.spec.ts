/** axe finds nothing on any page: dark, light and in Chinese. */
import type { Locator, Page } from '@playwright/test';
import { expect, lookAt, guest, type Places, type Scene } from './scenes.ts';
import { go, tab, treeItem } from './window.ts';

const pages: readonly Scene[] = [
  '#/',
  '#/fleet/overview',
  '#/deleted',
  '#/settings',
  '#/host/none',
  '#/domain/none/none',
].map((hash) => ({
  name: `the page ${hash}`,
  open: async (window) => {
    await go(window, hash);
    await expect(window.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  },
}));

const hostTabs: readonly Scene[] = ['Overview', 'Virtual machines', 'Storage', 'Deleted VMs'].map((name) => ({
  name: `the tab ${name} of a host`,
  open: async (window, { host }) => {
    await go(window, host);
    await tab(window, name).click();
    await expect(window.getByRole('tabpanel')).toBeVisible();
  },
}));

/** With what each tab loads after it opened. */
const vmTabs: readonly (readonly [name: string, loaded: (window: Page) => Locator])[] = [
  ['Overview', (window) => window.getByRole('img', { name: `Screen of ${guest}` })],
  ['Console', (window) => window.getByRole('application', { name: `Screen of ${guest}` })],
  ['Hardware', (window) => window.getByRole('listbox', { name: 'Hardware' })],
  ['Definition', (window) => window.getByRole('textbox', { name: `XML of ${guest}` })],
  ['History', (window) => window.getByRole('region', { name: 'The chosen version' })],
];

const otherObjects: readonly Scene[] = [
  {
    name: 'the page of a network',
    open: async (window, places) => {
      await openNetwork(window, places);
      await expect(window.getByRole('main').getByRole('link', { name: guest })).toBeVisible();
    },
  },
  {
    name: 'the volumes of a pool',
    open: async (window, { host }) => {
      await go(window, host);
      await tab(window, 'Storage').click();
      await window.getByRole('grid', { name: 'Storage' }).getByRole('link').first().click();
      await tab(window, 'Volumes').click();
      await expect(window.getByRole('grid', { name: 'Volumes' })).toHaveAttribute('aria-busy', 'false');
    },
  },
  {
    name: 'the question before a network is undefined',
    open: async (window, places) => {
      await openNetwork(window, places);
      await window.getByRole('heading', { name: 'default', level: 1 }).click();
      await window.keyboard.press('Delete');
      await expect(window.getByRole('dialog').getByRole('link', { name: guest })).toBeVisible();
    },
  },
];

const menus: readonly Scene[] = [
  {
    name: 'the menu of a VM in the tree',
    open: async (window) => {
      await treeItem(window, new RegExp(`^${guest}`)).press('Shift+F10');
      await expect(window.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'the menu of a host in the tree',
    open: async (window) => {
      await window.keyboard.press('Escape');
      await treeItem(window, /rack/).press('Shift+F10');
      await expect(window.getByRole('menu')).toBeVisible();
    },
  },
];

lookAt([
  ...pages,
  ...hostTabs,
  ...vmTabs.map(([name, loaded]) => ({
    name: `the tab ${name} of a VM`,
    open: async (window: Page, { vm }: { readonly vm: string }) => {
      await go(window, vm);
      await tab(window, name).click();
      await expect(loaded(window)).toBeVisible();
    },
  })),
  {
    name: 'the editor of the definition that a VM starts with next time',
    open: async (window, { vm }) => {
      await go(window, `${vm}/definition`);
      await window.getByRole('tabpanel').getByText('Next boot', { exact: true }).click();
      await expect(window.getByRole('button', { name: 'Check with the host' })).toBeVisible();
    },
  },
  ...otherObjects,
  ...menus,
]);

async function openNetwork(window: Page, { host }: Places): Promise<void> {
  await go(window, `${host}/network`);
  await window.getByRole('grid', { name: 'Networks' }).getByRole('link', { name: 'default' }).click();
}
