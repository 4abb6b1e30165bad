/**
 * The first complete way through the program, in a real browser against a real host over real SSH. The tests are one story: each goes
 * on where the one before ended.
 */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { LabHost } from '../lab/lab.ts';
import { expect, test } from './fixtures.ts';
import { acceptHostKey, addHost, chooseConsole, go, litPoints, openVm, treeItem, verb, vmRow } from './window.ts';

test.describe.configure({ mode: 'serial' });

const guest = 'web-01';

test('a host is added over SSH; its unknown key is shown with its fingerprint, and kept once accepted', async ({
  lab,
  program,
  window,
}) => {
  const host = lab.host('h1');
  await host.defineGuest({ name: guest });
  await host.defineGuest({ name: 'idle-02' });

  await addHost(window, 'rack one', host.uri('ssh'));
  expect(await acceptHostKey(window, 'rack one')).toBe(await fingerprintOf(host));

  await expect(treeItem(window, /rack one/)).toBeVisible();
  await expect(window.getByText('1 host connected')).toBeVisible();
  expect(await readFile(program.knownHosts, 'utf8')).toContain((await host.hostKey()).split(' ')[1]);
});

test('the VMs of the host are listed with their state', async ({ window }) => {
  await go(window, '#/');
  await expect(vmRow(window, guest)).toContainText('Shut off');
  await expect(vmRow(window, 'idle-02')).toContainText('rack one');
});

test('a VM that another client defines shows by itself', async ({ lab, window }) => {
  await lab.host('h1').defineGuest({ name: 'from-virsh' });
  await expect(vmRow(window, 'from-virsh')).toBeVisible();
});

test('a VM is started and says so by itself; the task tells the outcome', async ({ window }) => {
  await openVm(window, guest);
  await verb(window, 'Start').click();
  await expect(heading(window)).toContainText('Running');
  const tasks = window.getByRole('region', { name: 'Tasks' });
  await expect(tasks.getByRole('listitem').filter({ hasText: `Start ${guest}` })).toContainText('Done in');
});

test('the serial console shows the login prompt and takes what is typed', async ({ lab, window }) => {
  await lab.host('h1').waitForSerial(guest);
  await openVm(window, guest);
  await chooseConsole(window, /serial/i);
  const terminal = window.locator('.xterm-accessibility-tree');
  const input = window.getByRole('textbox', { name: new RegExp(`Terminal of ${guest}`) });
  await expect(window.locator('[data-open="true"]')).toBeVisible(); // what is typed before the line is there reaches nobody
  await input.focus();
  await window.keyboard.press('Enter');
  await expect(terminal).toContainText('login:');
  await window.keyboard.type('root\n');
  await expect(terminal).toContainText('#');
  await window.keyboard.type('echo "sum $((40 + 2))"\n');
  await expect(terminal).toContainText('sum 42');
});

test('the screen is seen over VNC, and a key changes the picture', async ({ window }) => {
  await chooseConsole(window, /screen/i);
  const screen = window.getByRole('application', { name: new RegExp(`Screen of ${guest}`) });
  await expect(screen).toBeVisible();
  await expect.poll(() => litPoints(screen)).toBeGreaterThan(0);
  const before = await litPoints(screen);
  await screen.click();
  await window.keyboard.type('root\n');
  // A blinking cursor is 16 points; the name that was typed and the prompt after it are some hundred.
  await expect.poll(() => litPoints(screen)).toBeGreaterThan(before + 100);
});

test('a console can be a window of its own', async ({ window }) => {
  const opened = window.context().waitForEvent('page');
  await window.getByRole('button', { name: 'Own window' }).click();
  const own = await opened;
  await expect(own.getByRole('application', { name: new RegExp(`Screen of ${guest}`) })).toBeVisible();
  await expect(own).toHaveTitle(new RegExp(guest));
  await own.close();
});

test('the overview tells the address of the guest and shows its screen', async ({ lab, window }) => {
  const address = await lab.host('h1').waitForLease(guest);
  await go(window, '#/');
  await openVm(window, guest);
  await expect(window.getByText(address)).toBeVisible({ timeout: 60_000 });
  await expect(window.getByRole('img', { name: new RegExp(`Screen of ${guest}`) })).toBeVisible();
});

test('shutting down asks first, and the guest goes off by itself', async ({ window }) => {
  await verb(window, 'Shut down').click();
  const dialog = window.getByRole('dialog', { name: `Shut down ${guest}?` });
  await dialog.getByRole('button', { name: 'Shut down' }).click();
  await expect(heading(window)).toContainText('Shut off', { timeout: 60_000 });
});

test('a VM is deleted with its disk only after its name was typed', async ({ lab, window }) => {
  const host = lab.host('h1');
  await host.defineGuest({ name: 'doomed', disk: 16 });
  await openVm(window, 'doomed');
  await window.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: /Delete/ }).click();
  const dialog = window.getByRole('dialog', { name: 'Delete doomed' });
  await expect(dialog.getByRole('checkbox', { name: /doomed\.qcow2/ })).toBeChecked();
  const submit = dialog.getByRole('button', { name: /Delete VM and 1 disk/ });
  await expect(submit).toBeDisabled();
  await dialog.getByRole('textbox', { name: /Type doomed/ }).fill('doomed');
  await submit.click();
  await expect(treeItem(window, /^doomed/)).toBeHidden();
  await expect.poll(() => host.virsh('vol-list', 'default')).not.toContain('doomed');
});

test('a host whose daemon dies is greyed with what it had, and comes back by itself', async ({ lab, window }) => {
  const host = lab.host('h1');
  await host.stopDaemon();
  await expect(window.getByRole('link', { name: /^rack one: reconnecting/ })).toBeVisible();
  await expect(treeItem(window, /^idle-02/)).toBeVisible();
  await host.startDaemon();
  await expect(window.getByText('1 host connected')).toBeVisible({ timeout: 60_000 });
});

test('a host whose key has changed is refused, naming both fingerprints, the file and the line', async ({
  lab,
  program,
  window,
}) => {
  const host = lab.host('h1');
  const known = await fingerprintOf(host);
  await host.changeHostKey();
  const now = await fingerprintOf(host);
  await go(window, '#/');
  await treeItem(window, /rack one/).click();
  await verb(window, 'Disconnect').click();
  await verb(window, 'Connect').click();
  const alert = window.getByRole('alert').filter({ hasText: 'key has changed' });
  await expect(alert).toContainText(known);
  await expect(alert).toContainText(now);
  await expect(alert).toContainText(`line 1 of ${program.knownHosts}`);
});

const heading = (page: Page): Locator => page.getByRole('heading', { name: guest, level: 1 }).locator('..');

const fingerprintOf = async (host: LabHost): Promise<string> =>
  (await host.exec(['ssh-keygen', '-lf', `${host.directory}/ssh/ssh_host_ed25519_key.pub`])).split(' ')[1] ?? '';
