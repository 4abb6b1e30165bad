/** axe finds nothing in any dialog that asks before something is done, or shows what would be: dark, light and in Chinese. */
import type { Page } from '@playwright/test';
import { en } from '../../renderer/words/en.ts';
import { el } from '../../build/guest/xml.ts';
import type { LabHost } from '../lab/lab.ts';
import { expect, guest, lookAt, test, type Scene } from './scenes.ts';
import { go, openVm, treeItem, verb, vmRow } from './window.ts';

const directory = '/var/lib/libvirt/chain';
const base = `${directory}/base.qcow2`;
const top = `${directory}/top.qcow2`;
const disk = (file: string) =>
  el(
    'disk',
    { type: 'file' },
    el('driver', { name: 'qemu', type: 'qcow2' }),
    el('source', { file }),
    el('target', { dev: 'vda', bus: 'virtio' }),
  );
const bootless = { kernel: 'none', network: false } as const;

/** `chained` stands on a file of `golden`, and a pool that can't be looked into may hold others; `gone` was undefined by virsh. */
async function defineGuests(host: LabHost): Promise<void> {
  await host.exec(['mkdir', '-p', directory, '/var/lib/libvirt/archive']);
  await host.virsh('pool-define-as', 'chain', 'dir', '--target', directory);
  await host.virsh('pool-start', 'chain');
  await host.exec(['qemu-img', 'create', '-q', '-f', 'qcow2', base, '64M']);
  await host.exec(['qemu-img', 'create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', base, top]);
  await host.virsh('pool-refresh', 'chain');
  await host.virsh('pool-define-as', 'archive', 'dir', '--target', '/var/lib/libvirt/archive');
  await host.defineGuest({ name: 'golden', ...bootless, devices: [disk(base)] });
  await host.defineGuest({ name: 'chained', ...bootless, devices: [disk(top)] });
  await host.defineGuest({ name: 'gone', ...bootless, disk: 16 });
  await host.startGuest({ name: 'db-01', ...bootless });
}

test.beforeAll(async ({ lab, window, places }) => {
  expect(places.vm).not.toBe('');
  await go(window, '#/');
  const host = lab.host('h1');
  await defineGuests(host);
  await expect(treeItem(window, /^gone/)).toBeVisible();
  await host.virsh('undefine', 'gone');
  await expect(treeItem(window, /^gone/)).toBeHidden();
  await expect(vmRow(window, 'db-01')).toContainText('Running');
});

const dialog = (window: Page, name: string | RegExp) => window.getByRole('dialog', { name });

async function fromMenu(window: Page, item: RegExp, entry: string): Promise<void> {
  await treeItem(window, item).press('Shift+F10');
  await window.getByRole('menuitem', { name: entry, exact: true }).click();
}

const verbWords = new Map(Object.entries(en.domain.verbs));

/** Every verb that asks first. */
const questions: readonly Scene[] = Object.entries(en.domain.confirm).map(([id, words]) => ({
  name: `the question before: ${verbWords.get(id) ?? id}`,
  open: async (window: Page) => {
    await fromMenu(window, new RegExp(`^${guest}`), verbWords.get(id) ?? id);
    await expect(dialog(window, words.title.replace('{{name}}', guest))).toBeVisible();
  },
}));

async function choose(window: Page, ...names: readonly string[]): Promise<void> {
  await go(window, '#/');
  for (const name of names) await vmRow(window, name).getByRole('checkbox').check();
}

lookAt([
  ...questions,
  {
    name: 'the question before several VMs are forced off',
    open: async (window) => {
      await choose(window, guest, 'db-01');
      await verb(window, 'Force off').click();
      await expect(dialog(window, 'Force off 2 VMs?')).toBeVisible();
    },
  },
  {
    name: 'the dialog that renames a VM, with a name that can not be',
    open: async (window) => {
      await openVm(window, 'golden');
      await window.keyboard.press('F2');
      await dialog(window, 'Rename golden').getByRole('textbox').fill('gold/en');
      await expect(dialog(window, 'Rename golden').getByText('A name holds no slash')).toBeVisible();
    },
  },
  {
    name: 'the dialog that dumps the memory of a VM, with a path that can not be',
    open: async (window) => {
      await fromMenu(window, new RegExp(`^${guest}`), 'Dump memory…');
      await dialog(window, /Dump the memory/)
        .getByRole('textbox', { name: 'File on the host' })
        .fill('dump');
      await expect(dialog(window, /Dump the memory/).getByText('A path on the host begins with /')).toBeVisible();
    },
  },
  {
    name: 'the dialog that edits a host, with a test that passed',
    open: async (window) => {
      await fromMenu(window, /rack/, 'Edit…');
      await dialog(window, /rack/).getByRole('button', { name: 'Test connection' }).click();
      await expect(dialog(window, /rack/).getByText('h1', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'the question before a host is removed',
    open: async (window) => {
      await fromMenu(window, /rack/, 'Remove…');
      await expect(dialog(window, 'Remove rack?')).toBeVisible();
    },
  },
  {
    name: 'the dialog that deletes a running VM with its disk',
    open: async (window) => {
      await openVm(window, guest);
      await window.keyboard.press('Delete');
      await dialog(window, `Delete ${guest}`).getByRole('checkbox').first().check();
      await dialog(window, `Delete ${guest}`).getByRole('textbox').fill(guest);
    },
  },
  {
    name: 'the dialog that deletes a VM whose files stand on others, and where not all could be looked at',
    open: async (window) => {
      await openVm(window, 'chained');
      await window.keyboard.press('Delete');
      await expect(dialog(window, 'Delete chained').getByRole('note')).toBeVisible();
      await expect(dialog(window, 'Delete chained')).toContainText('also used by golden');
    },
  },
  {
    name: 'the dialog that deletes several VMs with their disks',
    open: async (window) => {
      await choose(window, guest, 'golden', 'chained');
      await window.getByRole('grid', { name: 'Virtual machines' }).press('Delete');
      const many = dialog(window, 'Delete 3 VMs');
      await many.getByRole('checkbox', { name: 'Delete their disks too' }).check();
      await expect(many.getByRole('note')).toBeVisible();
      await many.getByRole('textbox').fill('3');
    },
  },
  {
    name: 'a VM that is gone',
    open: async (window) => {
      await go(window, '#/deleted');
      await window.getByRole('row').filter({ hasText: 'gone' }).getByRole('link', { name: 'gone' }).click();
      await expect(window.getByRole('region', { name: 'The chosen version' })).toBeVisible();
    },
  },
  {
    name: 'the dialog that defines a VM again',
    open: async (window) => {
      await go(window, '#/deleted');
      const row = window.getByRole('row').filter({ hasText: 'gone' });
      await row.getByRole('button', { name: 'Define again…' }).click();
      await expect(dialog(window, 'Define gone again').getByText('in pool default')).toBeVisible();
    },
  },
  {
    name: 'the sheet of keys',
    open: async (window) => {
      await go(window, '#/');
      await window.getByRole('heading', { level: 1 }).click();
      await window.keyboard.press('?');
      await expect(dialog(window, 'Keyboard')).toBeVisible();
    },
  },
]);
