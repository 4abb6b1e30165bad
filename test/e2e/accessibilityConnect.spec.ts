/**
 * axe finds nothing while hosts are added, asked about, lost and refused: dark, light and in Chinese. The tests are one story: each goes
 * on where the one before ended.
 */
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { run } from '../lab/lab.ts';
import { expectAccessibleAlone } from './axe.ts';
import { expect, test } from './scenes.ts';
import { acceptHostKey, addHost, go, openVm, tab, treeItem, verb } from './window.ts';

test.describe.configure({ mode: 'serial' });

const question = (window: Page, name: string) => window.getByRole('dialog', { name });
const cancel = (window: Page) => window.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
const state = (window: Page, text: string | RegExp) =>
  window.getByRole('main').getByRole('heading', { level: 1 }).locator('..').getByText(text, { exact: true });

async function openHost(window: Page, name: string): Promise<void> {
  await treeItem(window, new RegExp(name)).click();
  await tab(window, 'Overview').click();
  await expect(window.getByRole('heading', { level: 1, name })).toBeVisible();
}

test('no hosts yet', async ({ window, accessible }) => {
  for (const page of ['#/', '#/fleet/overview']) {
    await go(window, page);
    await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
    await accessible();
  }
});

test('the question whether an unknown key is the host’s', async ({ lab, window, accessible }) => {
  await addHost(window, 'rack', lab.host('h1').uri('ssh'));
  await expect(question(window, 'Is this rack?')).toBeVisible();
  await accessible();
});

test('a host that was never seen, and failed', async ({ window, accessible }) => {
  await cancel(window);
  await openHost(window, 'rack');
  await expect(window.getByRole('main').getByRole('alert')).toBeVisible();
  await accessible();
  await tab(window, 'Virtual machines').click();
  await expect(window.getByRole('tabpanel')).toContainText('Not connected');
  await accessible();
  await go(window, '#/fleet/overview');
  await expect(window.getByRole('main')).toContainText('Needs attention');
  await accessible();
});

test('a host without VMs', async ({ window, accessible }) => {
  await openHost(window, 'rack');
  await verb(window, 'Connect').click();
  await acceptHostKey(window, 'rack');
  await expect(window.getByText('No virtual machines on this host yet.')).toBeVisible();
  await accessible();
  await tab(window, 'Virtual machines').click();
  await window.getByText('There are no virtual machines here yet').click({ trial: true }); // nothing lies over it
  await accessible();
});

test('the question for a password, also after a wrong one', async ({ lab, window, accessible }) => {
  await addHost(window, 'alice', `qemu+ssh://alice@127.0.0.1:${lab.host('h1').sshPort}/system`);
  const dialog = question(window, 'Password for alice');
  await expect(dialog).toBeVisible();
  await accessible();
  await dialog.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await accessible();
  await cancel(window);
});

test('the questions of a server that asks in its own words', async ({ lab, window, accessible }) => {
  await addHost(window, 'bob', `qemu+ssh://bob@127.0.0.1:${lab.host('h1').sshPort}/system`);
  await expect(question(window, 'bob asks')).toBeVisible();
  await accessible();
  await cancel(window);
});

test('the question for the passphrase of a key', async ({ lab, program, window, accessible }) => {
  const host = lab.host('h1');
  const key = join(program.home, '.ssh/locked');
  await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', 'open sesame', '-f', key]);
  await appendFile(join(host.directory, 'root/.ssh/authorized_keys'), await readFile(`${key}.pub`));
  await addHost(window, 'locked', `qemu+ssh://root@127.0.0.1:${host.sshPort}/system?keyfile=${key}`);
  await expect(question(window, 'Passphrase for locked')).toBeVisible();
  await accessible();
  await cancel(window);
});

test('the question for libvirt’s own login', async ({ lab, window, accessible }) => {
  await lab.host('h1').authenticate('sasl');
  await expect(question(window, 'libvirt login on rack')).toBeVisible();
  await accessible();
  await cancel(window);
  await lab.host('h1').authenticate('none');
  await openHost(window, 'rack');
  await verb(window, 'Connect').click();
  await expect(verb(window, 'Disconnect')).toBeVisible();
});

test('a host that is lost and is connected to again, and its VM', async ({ lab, window, accessible }) => {
  const host = lab.host('h1');
  await host.defineGuest({ name: 'idle', kernel: 'none', network: false });
  await expect(treeItem(window, /^idle/)).toBeVisible();
  await host.stopDaemon();
  await openHost(window, 'rack');
  await expect(state(window, 'Reconnecting')).toBeVisible();
  await accessible();
  await openVm(window, 'idle');
  for (const name of ['Overview', 'Console', 'Hardware', 'Definition']) {
    await tab(window, name).click();
    await expect(window.getByRole('tabpanel')).toBeVisible();
    await accessible();
  }
});

test('a host whose daemon hangs', async ({ lab, window, accessible }) => {
  const host = lab.host('h1');
  await openHost(window, 'rack');
  await host.startDaemon();
  await verb(window, 'Connect').click();
  await expect(state(window, 'Connected')).toBeVisible();
  await host.hangDaemon();
  await verb(window, 'Disconnect').click();
  await expect(state(window, 'Not connected')).toBeVisible();
  await verb(window, 'Connect').click();
  await expect(window.getByRole('main').getByText(/Connecting: /)).toBeVisible();
  await accessible();
  await host.resumeDaemon();
  await expect(state(window, 'Connected')).toBeVisible();
});

test('a host that is not connected to, and its VM', async ({ window, accessible }) => {
  await openHost(window, 'rack');
  await verb(window, 'Disconnect').click();
  await expect(verb(window, 'Connect')).toBeVisible();
  await accessible();
  await openVm(window, 'idle');
  await accessible();
});

test('a host whose key has changed, its VM, and what all hosts come to', async ({ lab, window, accessible }) => {
  await lab.host('h1').changeHostKey();
  await openHost(window, 'rack');
  await verb(window, 'Connect').click();
  await expect(window.getByRole('alert').filter({ hasText: 'key has changed' })).toBeVisible();
  await accessible();
  await openVm(window, 'idle');
  await accessible();
  for (const page of ['#/', '#/fleet/overview']) {
    await go(window, page);
    await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
    await accessible();
  }
});

test('a window whose program has gone', async ({ window, program }) => {
  await program.stop();
  await expect(window.getByText('Connection to VirtDeck lost, reconnecting…')).toBeVisible();
  await expectAccessibleAlone(window);
});
