/** What a host has besides VMs: networks, storage pools, devices and secrets in the tree, as lists, as pages, and what is done to them. */
import type { Page } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { el, toXml } from '../../build/guest/xml.ts';
import { expect, test as base } from './fixtures.ts';
import { acceptHostKey, addHost, go, tab, treeItem, verb, vmRow } from './window.ts';

/** A connected host: a VM on the network `default`, a network and a pool nobody uses, a secret. The host's address in the window. */
const test = base.extend<Record<never, never>, { readonly rack: string }>({
  rack: [
    async ({ lab, window }, use) => {
      const h1 = lab.host('h1');
      const fileOf = async (name: string, content: string): Promise<string> => {
        await writeFile(join(h1.directory, name), content);
        return join(h1.directory, name);
      };
      await h1.defineGuest({ name: 'web-01', kernel: 'none' });
      const spare = el('network', {}, el('name', {}, 'spare'), el('bridge', { name: 'virbr78' }));
      await h1.virsh('net-define', await fileOf('spare.xml', toXml(spare)));
      await h1.exec(['mkdir', '-p', '/var/lib/libvirt/attic']);
      await h1.virsh('pool-define-as', 'attic', 'dir', '--target', '/var/lib/libvirt/attic');
      const secret = el('secret', { private: 'yes' }, el('usage', { type: 'ceph' }, el('name', {}, 'client.vms')));
      await h1.virsh('secret-define', await fileOf('secret.xml', toXml(secret)));
      await addHost(window, 'rack', h1.uri('ssh'));
      await acceptHostKey(window, 'rack');
      await expect(vmRow(window, 'web-01')).toContainText('Shut off');
      await treeItem(window, /rack/).click();
      await use(new URL(window.url()).hash);
    },
    { scope: 'worker', timeout: 120_000, auto: true },
  ],
});

test.describe.configure({ mode: 'serial' });

const main = (window: Page) => window.getByRole('main');
const heading = (window: Page, name: string) => window.getByRole('heading', { name, level: 1 });
const grid = (window: Page, name: string) => window.getByRole('grid', { name });
const row = (window: Page, list: string, name: string) => grid(window, list).getByRole('row').filter({ hasText: name });
const dialog = (window: Page, name: string | RegExp) => window.getByRole('dialog', { name });

test('in the tree they stand in groups of their host, opened with the arrow keys', async ({ window }) => {
  await treeItem(window, /^Networks/).focus();
  await expect(treeItem(window, /^Networks/)).toHaveAttribute('aria-expanded', 'false');
  await window.keyboard.press('ArrowRight');
  await window.keyboard.press('ArrowRight');
  await expect(treeItem(window, /^default/)).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(heading(window, 'default')).toBeVisible();
  await window.keyboard.press('ArrowDown');
  await expect(treeItem(window, /^spare/)).toContainText('Not active');
});

test('a page tells what a network is and who uses it, with the way there, and its XML', async ({ window }) => {
  await treeItem(window, /^default/).click();
  await expect(main(window)).toContainText('NAT');
  await main(window).getByRole('link', { name: 'web-01' }).click();
  await expect(heading(window, 'web-01')).toBeVisible();
  await window.goBack();
  await tab(window, 'Definition').click();
  await expect(main(window).getByRole('textbox', { name: 'Definition of default' })).toContainText('<forward mode=');
});

test('what another client does shows by itself, on the page and in the tree', async ({ lab, window }) => {
  await treeItem(window, /^spare/).click();
  await expect(main(window)).toContainText('Not active');
  await lab.host('h1').virsh('net-start', 'spare');
  await expect(treeItem(window, /^spare/)).not.toContainText('Not active');
  await expect(verb(window, 'Start')).toBeDisabled();
  await verb(window, 'Stop').click();
  await expect(dialog(window, 'Stop network spare?')).toContainText('No VM of this host uses it.');
  await window.keyboard.press('Control+Enter');
  await expect(treeItem(window, /^spare/)).toContainText('Not active');
});

test('a host lists them in tabs, and a selection takes their verbs', async ({ rack, window }) => {
  await go(window, rack);
  await tab(window, 'Networks').click();
  await expect(row(window, 'Networks', 'default')).toContainText('NAT');
  await row(window, 'Networks', 'spare').click();
  await window.getByRole('tabpanel').getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: 'Start with the host' }).click();
  await expect(row(window, 'Networks', 'spare')).toContainText('Yes');
});

test('undefining one names its users and wants its name typed', async ({ window }) => {
  await treeItem(window, /^default/).click();
  await heading(window, 'default').click();
  await window.keyboard.press('Delete');
  const question = dialog(window, 'Undefine network default?');
  await expect(question.getByRole('link', { name: 'web-01' })).toBeVisible();
  await window.keyboard.press('Escape');

  await treeItem(window, /^spare/).click();
  await heading(window, 'spare').click();
  await window.keyboard.press('Delete');
  const field = window.getByRole('textbox', { name: 'Type spare to confirm' });
  await expect(field).toBeFocused();
  await field.fill('spar');
  await expect(window.getByRole('button', { name: 'Undefine' })).toBeDisabled();
  await field.fill('spare');
  await field.press('Control+Enter');
  await expect(treeItem(window, /^spare/)).toBeHidden();
  await expect(main(window)).toContainText('This network is not on the host any more.');
});

test('a pool is started, looked into, stopped and undefined; what it can not take now says why', async ({
  lab,
  window,
}) => {
  await treeItem(window, /^Storage/).focus();
  await window.keyboard.press('ArrowRight');
  await treeItem(window, /^attic/).click();
  await expect(verb(window, 'Refresh')).toBeDisabled();
  await verb(window, 'Start').click();
  await expect(treeItem(window, /^attic/)).toContainText('%');
  await expect(main(window)).toContainText('/var/lib/libvirt/attic');
  await verb(window, 'Refresh').click();
  await expect(window.getByText('Refresh pool attic').first()).toBeVisible();
  await tab(window, 'Volumes').click();
  await expect(main(window)).toContainText('There is nothing in this pool');
  await lab.host('h1').virsh('vol-create-as', 'attic', 'old.qcow2', '16M', '--format', 'qcow2');
  await lab.host('h1').virsh('pool-refresh', 'attic'); // libvirt has no event for volumes
  await expect(row(window, 'Volumes', 'old.qcow2')).toContainText('16 MiB');
  await window.getByRole('button', { name: 'More actions' }).click();
  const undefine = window.getByRole('menuitem', { name: /^Undefine/ });
  await expect(undefine).toContainText('It must be stopped first');
  await window.keyboard.press('Escape');
  await verb(window, 'Stop').click();
  await window.keyboard.press('Control+Enter');
  await expect(treeItem(window, /^attic/)).toContainText('Not active');
  await window.getByRole('button', { name: 'More actions' }).click();
  await undefine.click();
  await window.getByRole('textbox', { name: 'Type attic to confirm' }).fill('attic');
  await window.keyboard.press('Control+Enter');
  await expect(treeItem(window, /^attic/)).toBeHidden();
});

test('a secret is known by what it is for', async ({ rack, window }) => {
  await go(window, `${rack}/secret`);
  await expect(row(window, 'Secrets', 'client.vms')).toContainText('Ceph');
  await grid(window, 'Secrets').getByRole('link', { name: 'client.vms' }).click();
  await expect(main(window)).toContainText('nobody can read its value');
});

test('devices are read from the host once somebody looks', async ({ window }) => {
  await expect(treeItem(window, /^Devices/)).toHaveText('Devices');
  await treeItem(window, /^Devices/).click();
  await expect(grid(window, 'Devices').getByRole('gridcell', { name: 'Computer', exact: true })).toBeVisible();
  await grid(window, 'Devices').getByRole('link', { name: 'computer', exact: true }).first().click();
  await tab(window, 'Definition').click();
  await expect(main(window).getByRole('textbox', { name: 'Definition of computer' })).toContainText('<device>');
});

test('the palette goes to any of them, and the lists of all hosts hold them', async ({ window }) => {
  await window.keyboard.press('Control+k');
  await window.getByRole('dialog', { name: 'Search and commands' }).getByRole('textbox').fill('defau');
  await window.keyboard.press('Enter');
  await expect(heading(window, 'default')).toBeVisible();
  await go(window, '#/fleet/network');
  await expect(row(window, 'Networks', 'default')).toContainText('rack');
});
