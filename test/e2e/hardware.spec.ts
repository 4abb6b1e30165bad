/**
 * A running VM is changed by its hardware page, on a real host: planned, reviewed, applied, and seen by virsh. The tests are one story:
 * each goes on where the one before ended.
 */
import type { Locator, Page } from '@playwright/test';
import { el } from '../../build/guest/xml.ts';
import type { LabHost } from '../lab/lab.ts';
import { expect, test } from './fixtures.ts';
import { acceptHostKey, addHost, go, openVm, vmRow } from './window.ts';

test.describe.configure({ mode: 'serial' });

const guest = 'web-01';

test('a VM that runs as it is defined has nothing that waits for the next start', async ({ lab, window }) => {
  const host = lab.host('h1');
  await host.virsh('vol-create-as', 'default', 'tools.iso', '1MiB', '--format', 'raw');
  await host.startGuest({ name: guest, kernel: 'cloud', disk: 16, devices: [emptyDrive] });
  await addHost(window, 'rack', host.uri('ssh'));
  await acceptHostKey(window, 'rack');
  await openVm(window, guest);
  await window.getByRole('tab', { name: /^Hardware/ }).click();
  await expect(item(window, 'Disk vda')).toBeVisible();
  await expect(waits(window)).toBeHidden();
  await host.waitForSerial(guest); // only a guest that has booted takes devices and gives them back
});

test('the search finds devices by what they are called, and settings wherever they are', async ({ window }) => {
  const search = window.getByRole('textbox', { name: 'Find hardware or a setting' });
  await search.fill('detect zero');
  await expect(list(window).getByRole('option')).toHaveCount(0);
  await expect(list(window)).toContainText('Nothing here is called that.');
  await search.fill('zeroes that are written');
  await expect(list(window).getByRole('option')).toHaveText([/Disk vda/, /CD-ROM sda/]);
  await expect(window.getByRole('combobox', { name: 'Zeroes that are written' })).toBeVisible();
  await search.press('Escape');
  await expect(item(window, 'Memory balloon')).toBeVisible();
});

test('a disk and a network card are added to the running VM as one plan', async ({ lab, window }) => {
  const host = lab.host('h1');
  await window.getByRole('button', { name: 'Add hardware…' }).click();
  const adding = window.getByRole('dialog', { name: `Add hardware to ${guest}` });
  await adding.getByRole('textbox', { name: 'Size' }).fill('1');
  await adding.getByRole('button', { name: 'Add, and another' }).click();
  await expect(adding.getByRole('status')).toContainText('New disk');
  await adding.getByRole('option', { name: 'Card on a virtual network' }).click();
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(item(window, 'Disk vdb')).toBeVisible();
  expect(await host.virsh('domblklist', guest)).not.toContain('vdb'); // planned, not made

  const review = await openReview(window);
  await expect(planned(review)).toHaveText([/Disk vdb.*Add device.*now/s, /Network interface.*Add device.*now/s]);
  await review.getByRole('tab', { name: 'XML, running' }).click();
  await expect(review.getByRole('group', { name: 'XML, running' })).toContainText('vdb');
  await apply(review);
  await expect.poll(() => host.virsh('domblklist', guest)).toContain('vdb');
  await expect.poll(() => cards(host, [])).toBe(2);
  expect(await cards(host, ['--inactive'])).toBe(2);
  await expect(waits(window)).toBeHidden();
});

test('the format of an image that is named by its path is told by the host, not by its name', async ({
  lab,
  window,
}) => {
  const host = lab.host('h1');
  // After the pool was last looked into, and named as what it is not.
  await host.exec(['qemu-img', 'create', '-q', '-f', 'raw', '/var/lib/libvirt/images/data.qcow2', '1M']);
  await window.getByRole('button', { name: 'Add hardware…' }).click();
  const adding = window.getByRole('dialog', { name: `Add hardware to ${guest}` });
  await adding.getByRole('option', { name: 'Existing disk' }).click();
  await adding.getByRole('textbox', { name: 'File' }).fill('/var/lib/libvirt/images/data.qcow2');
  await expect(adding.getByRole('status').filter({ hasText: 'The host says: raw.' })).toBeVisible();
  const format = adding.getByRole('combobox', { name: 'Format' });
  await expect(format).toHaveValue('raw');
  await adding.getByRole('textbox', { name: 'File' }).fill('/var/lib/libvirt/images/nowhere.qcow2');
  await expect(adding.getByRole('alert')).toContainText('can’t tell what the file is');
  await window.keyboard.press('Escape');
  await expect(adding).toBeHidden();

  // The same where a disk gets another image.
  await item(window, 'Disk vda').click();
  const file = window.getByRole('textbox', { name: 'Image file' });
  const before = await file.inputValue();
  await file.fill('/var/lib/libvirt/images/data.qcow2');
  await file.press('Enter');
  await expect(window.getByText('The host says: raw.')).toBeVisible();
  await expect(window.getByRole('combobox', { name: 'Image format' })).toHaveValue('raw');
  await window.getByRole('button', { name: 'Discard' }).click();
  await expect(file).toHaveValue(before);
});

test('what the running guest can not take is marked with both values: in the field, at the tab, at the name, in the table', async ({
  window,
}) => {
  await item(window, 'Memory').first().click();
  const memory = window.getByRole('textbox', { name: 'Memory', exact: true });
  await memory.fill('128');
  await memory.press('Tab');
  const review = await openReview(window);
  await expect(planned(review)).toContainText(['at next start']);
  await apply(review);
  await expect(window.getByText('Running with 96 MiB').first()).toBeVisible();
  const mark = { name: /changes? waits? for the next start/ };
  await expect(window.getByRole('tab', { name: /^Hardware/ }).getByRole('img', mark)).toBeVisible();
  await expect(window.locator('header').getByRole('img', mark)).toBeVisible();
  await go(window, '#/');
  await expect(vmRow(window, guest).getByRole('img', mark)).toBeVisible();
});

test('a change that waits is taken back by itself', async ({ lab, window }) => {
  await openVm(window, guest);
  await window.getByRole('tab', { name: /^Hardware/ }).click();
  await waits(window).click();
  const pending = window.getByRole('list', { name: 'Changes that wait for the next start' });
  await expect(pending.getByRole('listitem').filter({ hasText: 'Memory' }).first()).toContainText(/96 MiB.*128 MiB/s);
  await pending.getByRole('button', { name: 'Revert Memory of Machine' }).click();
  await apply(reviewDialog(window));
  await expect(waits(window)).toBeHidden();
  await expect.poll(() => lab.host('h1').virsh('dumpxml', '--inactive', guest)).toContain('>98304</memory>');
});

test('what somebody else changed meanwhile is shown beside both values, and overwritten only when asked to', async ({
  lab,
  window,
}) => {
  const host = lab.host('h1');
  await item(window, 'General').click();
  await setTitle(window, 'Mine');
  const review = await openReview(window);
  await expect(review.getByRole('button', { name: 'Apply', exact: true })).toBeEnabled();
  await host.virsh('desc', guest, '--live', '--config', '--title', 'Theirs');
  const row = review.getByRole('row').filter({ hasText: 'Machine: Title' });
  await expect(row.getByRole('cell')).toHaveText(['not set', 'Theirs', 'Mine']);
  await expect(review.getByRole('button', { name: 'Apply', exact: true })).toBeDisabled();
  await review.getByRole('checkbox', { name: 'Overwrite what others changed' }).check();
  await apply(review);
  await expect.poll(() => host.virsh('desc', '--title', guest)).toContain('Mine');
});

test('an applied plan is undone from its task', async ({ lab, window }) => {
  const tasks = window.getByRole('region', { name: 'Tasks' });
  await tasks.getByRole('listitem').first().getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => lab.host('h1').virsh('desc', '--title', guest)).not.toContain('Mine');
  expect(await lab.host('h1').virsh('desc', '--title', '--config', guest)).not.toContain('Mine');
});

test('Delete plans that a device goes; the guest lets go of it', async ({ lab, window }) => {
  const host = lab.host('h1');
  await item(window, 'Disk vdb').click();
  await list(window).press('Delete');
  await expect(item(window, 'Disk vdb').getByRole('img', { name: 'planned: will be removed' })).toBeVisible();
  await expect(window.getByRole('dialog')).toHaveCount(0); // above all it is not asked whether to delete the VM
  await apply(await openReview(window));
  await expect(item(window, 'Disk vdb')).toBeHidden({ timeout: 60_000 });
  expect(await host.virsh('domblklist', guest)).not.toContain('vdb');
  expect(await host.virsh('domblklist', '--inactive', guest)).not.toContain('vdb');
});

test('a medium is inserted into the drive of the running guest, and ejected', async ({ lab, window }) => {
  const host = lab.host('h1');
  await item(window, 'CD-ROM sda').click();
  await window.getByRole('button', { name: 'Insert…' }).click();
  const dialog = window.getByRole('dialog', { name: `Insert media into sda of ${guest}` });
  await dialog.getByRole('combobox', { name: 'Image in a storage pool' }).click();
  await window.getByRole('option', { name: 'tools.iso' }).click();
  await dialog.getByRole('button', { name: 'Insert', exact: true }).click();
  await expect.poll(() => host.virsh('domblklist', guest)).toContain('tools.iso');
  await expect(item(window, 'CD-ROM sda')).toContainText('tools.iso');
  await window.getByRole('button', { name: 'Eject' }).click();
  await apply(await openReview(window));
  await expect.poll(() => host.virsh('domblklist', guest)).not.toContain('tools.iso');
});

test('a disk grows while the guest runs; smaller is refused', async ({ lab, window }) => {
  await item(window, 'Disk vda').click();
  await window.getByRole('button', { name: 'Grow…' }).click();
  const dialog = window.getByRole('dialog', { name: `Grow vda of ${guest}` });
  await expect(dialog).toContainText('Now 16 MiB');
  const size = dialog.getByRole('textbox', { name: 'New size' });
  await size.fill('0');
  await expect(dialog.getByRole('button', { name: 'Grow' })).toBeDisabled();
  await size.fill('1');
  await dialog.getByRole('button', { name: 'Grow' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => lab.host('h1').virsh('domblkinfo', guest, 'vda')).toMatch(/Capacity: +1073741824/);
  await expect(
    window
      .getByRole('term')
      .filter({ hasText: /^Size$/ })
      .locator('..'),
  ).toContainText(/1(\.0)? GiB/);
});

test('a file of this computer is uploaded and inserted', async ({ lab, window }) => {
  const host = lab.host('h1');
  await item(window, 'CD-ROM sda').click();
  await window.getByRole('button', { name: 'Insert…' }).click();
  const dialog = window.getByRole('dialog', { name: `Insert media into sda of ${guest}` });
  const buffer = Buffer.alloc(1024 * 1024, 'drivers ');
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'drivers.iso', mimeType: 'application/x-iso', buffer });
  await dialog.getByRole('button', { name: 'Upload and insert' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => host.virsh('domblklist', guest)).toContain('drivers.iso');
  expect(await host.exec(['head', '-c', '16', '/var/lib/libvirt/images/drivers.iso'])).toBe('drivers drivers ');
});

test('a disk is moved to another pool while the guest runs', async ({ lab, window }) => {
  const host = lab.host('h1');
  await host.virsh('pool-create-as', 'fast', 'dir', '--target', '/var/lib/libvirt/fast', '--build');
  await item(window, 'Disk vda').click();
  await window.getByRole('button', { name: 'Move…' }).click();
  const dialog = window.getByRole('dialog', { name: `Move vda of ${guest}` });
  await expect(dialog).toContainText(`/var/lib/libvirt/images/${guest}.qcow2`);
  await dialog.getByRole('combobox', { name: 'Storage pool' }).click();
  await window.getByRole('option', { name: /^fast/ }).click();
  await dialog.getByRole('checkbox', { name: /Delete the old image/ }).check();
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => host.virsh('domblklist', guest)).toContain(`/var/lib/libvirt/fast/${guest}-vda.qcow2`);
  await expect.poll(() => host.virsh('domblklist', '--inactive', guest)).toContain('/var/lib/libvirt/fast/');
  await expect.poll(() => host.virsh('vol-list', 'default')).not.toContain(`${guest}.qcow2`);
});

test('a disk that builds upon another image is flattened', async ({ lab, window }) => {
  const host = lab.host('h1');
  await host.virsh(
    'snapshot-create-as',
    guest,
    'before',
    '--disk-only',
    '--no-metadata',
    '--diskspec',
    'sda,snapshot=no',
  );
  await expect(item(window, 'Disk vda')).toContainText('before');
  await window.getByRole('button', { name: 'Flatten…' }).click();
  const dialog = window.getByRole('dialog', { name: `Flatten vda of ${guest}` });
  await expect(dialog.getByRole('listitem')).toHaveText([/vda\.before$/, /vda\.qcow2$/]);
  await dialog.getByRole('button', { name: 'Flatten', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => host.virsh('dumpxml', guest)).not.toMatch(/<backingStore type=/);
});

test('a restart brings what waits for it: the guest shuts down by itself, and is started anew', async ({
  lab,
  window,
}) => {
  const host = lab.host('h1');
  await item(window, 'Memory').first().click();
  const memory = window.getByRole('textbox', { name: 'Memory', exact: true });
  await memory.fill('112');
  await memory.press('Tab');
  await apply(await openReview(window));
  await window.getByRole('button', { name: 'Restart now…' }).click();
  const asked = window.getByRole('dialog', { name: `Restart ${guest} with its new definition?` });
  await asked.getByRole('button', { name: /start anew/ }).click();
  await expect(waits(window)).toBeHidden({ timeout: 60_000 });
  await expect.poll(() => host.virsh('dominfo', guest)).toMatch(/State: +running[\s\S]*Max memory: +114688 KiB/);
});

test('changes can wait for the next shutdown: until then nothing of the VM is changed', async ({ lab, window }) => {
  const host = lab.host('h1');
  await item(window, 'General').click();
  await setTitle(window, 'After the shutdown');
  const review = await openReview(window);
  await review.getByRole('button', { name: 'Apply at next shutdown' }).click();
  await expect(review).toBeHidden();
  await expect(window.getByText('1 change will be made at the next shutdown')).toBeVisible();
  expect(await host.virsh('dumpxml', '--inactive', guest)).not.toContain('After the shutdown');
  await host.virsh('destroy', guest);
  await expect.poll(() => host.virsh('dumpxml', guest)).toContain('<title>After the shutdown</title>');
  await expect(window.getByText('1 change will be made at the next shutdown')).toBeHidden();
});

const emptyDrive = el(
  'disk',
  { type: 'file', device: 'cdrom' },
  el('target', { dev: 'sda', bus: 'scsi' }),
  el('readonly', {}),
);

const list = (page: Page): Locator => page.getByRole('listbox', { name: 'Hardware' });
const item = (page: Page, name: string): Locator => list(page).getByRole('option', { name: new RegExp(`^${name}`) });
const waits = (page: Page): Locator =>
  page.locator('summary').filter({ hasText: /changes? waits? for the next start/ });
const reviewDialog = (page: Page): Locator => page.getByRole('dialog', { name: /Review changes/ });
const planned = (review: Locator): Locator =>
  review.getByRole('list', { name: 'Planned changes' }).getByRole('listitem');

/** A text counts once its field is left. */
async function setTitle(page: Page, title: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Title', exact: true });
  await field.fill(title);
  await field.press('Tab');
}

async function openReview(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Review…' }).click();
  return reviewDialog(page);
}

async function apply(review: Locator): Promise<void> {
  await review.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(review).toBeHidden();
}

/** How many network cards virsh lists. */
const cards = async (host: LabHost, words: readonly string[]): Promise<number> =>
  (await host.virsh('domiflist', ...words, guest)).match(/network +default/g)?.length ?? 0;
