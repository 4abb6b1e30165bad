/** New virtual machines from the window: what is asked, what the host says of it, and what comes of it. One story. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { isoImage } from '../../shared/iso9660/image.ts';
import type { LabHost } from '../lab/lab.ts';
import { expect, test } from './fixtures.ts';
import { acceptHostKey, addHost, go, tab, treeItem, verb, vmRow } from './window.ts';

test.describe.configure({ mode: 'serial' });

/** The volume identifier of the primary volume descriptor (ECMA-119 8.4.7). */
const LABEL_AT = 16 * 2048 + 40;

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'New virtual machine' });
const step = (page: Page, name: string): Locator =>
  dialog(page)
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('button', { name: new RegExp(name) });
const source = (page: Page, name: string): Locator => dialog(page).getByRole('radio', { name, exact: true });
const nameField = (page: Page): Locator => dialog(page).getByRole('textbox', { name: 'Name', exact: true });
const createButton = (page: Page, name: string | RegExp = /^Create/): Locator =>
  dialog(page).getByRole('button', { name });

test('a host without VMs offers to make the first', async ({ lab, window }) => {
  await addHost(window, 'rack', lab.host('h1').uri('ssh'));
  await acceptHostKey(window, 'rack');
  await treeItem(window, /rack/).click();
  await tab(window, 'Virtual machines').click();
  await window.getByRole('main').getByRole('button', { name: 'Create the first one' }).click();
  await expect(dialog(window)).toBeVisible();
});

test('a dialog in which nothing was said closes with Esc; one in which something was asks first', async ({
  window,
}) => {
  await window.keyboard.press('Escape');
  await expect(dialog(window)).toBeHidden();
  await verb(window, 'New virtual machine…').click();
  await source(window, 'Blank').click();
  await window.keyboard.press('Escape');
  await dialog(window).getByRole('button', { name: 'Keep editing' }).press('Enter');
  await expect(source(window, 'Blank')).toBeChecked();
  await window.keyboard.press('Escape');
  await dialog(window).getByRole('button', { name: 'Discard' }).click();
  await expect(dialog(window)).toBeHidden();
});

test('an image of this computer is recognised by its label before a byte of it was sent', async ({ window }) => {
  await verb(window, 'New virtual machine…').click();
  await dialog(window).getByText('This computer', { exact: true }).click();
  const image = isoImage([{ name: 'README', data: new TextEncoder().encode('no installer') }], 'netinst');
  image.set(new TextEncoder().encode('Debian 12.5.0 amd64 n'.padEnd(32)), LABEL_AT);
  await dialog(window)
    .locator('input[type=file]')
    .setInputFiles({ name: 'netinst.iso', mimeType: 'application/octet-stream', buffer: Buffer.from(image) });
  await expect(dialog(window).getByRole('status').first()).toContainText('Debian 12');
  await expect(dialog(window).getByRole('status').first()).toContainText('recognised by its label');
});

test('the system that was recognised is chosen, and tells what it needs', async ({ window }) => {
  await dialog(window).getByRole('button', { name: 'Next' }).click();
  await expect(dialog(window).getByRole('option', { selected: true })).toContainText('Debian 12');
  await expect(dialog(window).getByText('preseed')).toBeVisible();
});

test('it is uploaded, and the VM runs from it; its task says what it does', async ({ lab, window }) => {
  await step(window, 'Name and place').click();
  await expect(nameField(window)).toHaveValue('debian12');
  await nameField(window).fill('fresh');
  await step(window, 'Review').click();
  await expect(dialog(window).getByRole('list', { name: 'What will be done' })).toContainText(
    'Upload to default/netinst.iso',
  );
  await createButton(window, 'Create and start fresh').click();
  await expect(dialog(window)).toBeHidden();
  await expect(vmRow(window, 'fresh')).toContainText('Running', { timeout: 60_000 });
  const task = window.getByRole('region', { name: 'Tasks' }).getByRole('listitem').filter({ hasText: 'Create fresh' });
  await expect(task).toContainText('Installing: fresh');
  await expect(task.getByRole('link', { name: 'Create fresh' })).toHaveAttribute('href', /^#\/domain\//);
  expect(await lab.host('h1').virsh('domblklist', 'fresh')).toContain('netinst.iso');
  expect(await lab.host('h1').virsh('vol-list', 'default')).toContain('netinst.iso');
});

test.describe('an upload over a slow link', () => {
  const MiB = 1024 * 1024;
  /** Names the VM like its image, and leaves it off. */
  const begin = async (page: Page, name: string, host: LabHost): Promise<void> => {
    await page.getByRole('banner').getByRole('button', { name: 'New VM' }).click();
    await dialog(page).getByText('This computer', { exact: true }).click();
    const file = test.info().outputPath(`${name}.iso`);
    await writeFile(file, randomBytes(32 * MiB));
    await dialog(page).locator('input[type=file]').setInputFiles(file);
    await step(page, 'Name and place').click();
    await nameField(page).fill(name);
    await dialog(page).getByRole('radio', { name: 'Leave off, to edit' }).click();
    await step(page, 'Review').click();
    await expect(createButton(page)).toBeEnabled();
    await host.delay(150);
    await createButton(page).click();
    await expect(dialog(page)).toBeHidden();
  };
  const uploads = (page: Page): Locator => page.getByRole('group', { name: 'Uploads' });

  test.afterEach(({ lab }) => lab.host('h1').undelay());

  test('is paused and resumed from the line at the bottom, and arrives whole', async ({ lab, window }) => {
    await begin(window, 'held', lab.host('h1'));
    await uploads(window).getByRole('button', { name: 'Pause the upload of held.iso' }).click();
    // What is under way arrives; then nothing moves any more, of an upload that has not come to its end.
    await expect(async () => {
      const sent = await uploads(window).innerText();
      await window.waitForTimeout(2000);
      expect(await uploads(window).innerText()).toBe(sent);
    }).toPass();
    await lab.host('h1').undelay();
    await uploads(window).getByRole('button', { name: 'Resume the upload of held.iso' }).click();
    await expect(vmRow(window, 'held')).toContainText('Shut off', { timeout: 60_000 });
    await expect(uploads(window)).toBeHidden();
    expect(await lab.host('h1').virsh('vol-info', '--bytes', 'held.iso', 'default')).toMatch(/Capacity: +33554432 /);
  });

  test('that is cancelled leaves nothing, and is not offered to be done again without its file', async ({
    lab,
    window,
  }) => {
    await begin(window, 'unwanted', lab.host('h1'));
    await uploads(window).getByRole('button', { name: 'Cancel the upload of unwanted.iso' }).click();
    const task = window.getByRole('region', { name: 'Tasks' }).getByRole('listitem').filter({ hasText: 'unwanted' });
    await expect(task).toContainText('Cancelled');
    await expect(task.getByRole('button', { name: 'Retry' })).toBeHidden();
    expect(await lab.host('h1').virsh('vol-list', 'default')).not.toContain('unwanted');
    expect(await lab.host('h1').virsh('list', '--all', '--name')).not.toContain('unwanted');
  });
});

test('five by a pattern are named before they are made, and are left off to be edited', async ({ lab, window }) => {
  await verb(window, 'New virtual machine…').click();
  await source(window, 'Blank').click();
  await step(window, 'Name and place').click();
  await nameField(window).fill('web-{01..05}');
  await expect(dialog(window).getByText('web-05')).toBeVisible();
  await dialog(window).getByRole('radio', { name: 'Leave off, to edit' }).click();
  await step(window, 'Review').click();
  await createButton(window, 'Create 5 VMs').click();
  await expect(dialog(window)).toBeHidden();
  for (const name of ['web-01', 'web-05']) await expect(vmRow(window, name)).toContainText('Shut off');
  expect((await lab.host('h1').virsh('list', '--all', '--name')).match(/^web-0\d$/gm)).toHaveLength(5);
});

test.describe('what stands in the way', () => {
  test('a name that is taken is said beside the name, at its step, and nothing can be created', async ({ window }) => {
    await verb(window, 'New virtual machine…').click();
    await source(window, 'Blank').click();
    await step(window, 'Name and place').click();
    await nameField(window).fill('web-03');
    await expect(nameField(window)).toHaveAccessibleDescription(/The host has a VM called web-03 already/);
    await expect(step(window, 'Name and place').getByRole('img', { name: '1 problem' })).toBeVisible();
    await step(window, 'Review').click();
    await expect(createButton(window)).toBeDisabled();
  });

  test('from the review it is one press to where it is put right', async ({ window }) => {
    await dialog(window).getByRole('button', { name: 'Name and place', exact: true }).click();
    await expect(nameField(window)).toBeFocused();
    await nameField(window).fill('web-06');
    await step(window, 'Review').click();
    await expect(createButton(window)).toBeEnabled();
  });

  test('a volume that has gone meanwhile is said at the source', async ({ lab, window }) => {
    await lab.host('h1').virsh('vol-create-as', 'default', 'gone.qcow2', '1M', '--format', 'qcow2');
    await step(window, 'Source').click();
    await source(window, 'Existing disk').click();
    await dialog(window)
      .getByRole('option', { name: /gone\.qcow2/ })
      .click();
    await expect(dialog(window).getByText(/^Ready/)).toBeVisible();
    await lab.host('h1').virsh('vol-delete', 'gone.qcow2', 'default');
    await step(window, 'Name and place').click();
    await nameField(window).fill('web-07');
    await step(window, 'Source').click();
    await expect(dialog(window).getByText(/There is no .*gone\.qcow2/)).toBeVisible();
    await expect(step(window, 'Source').getByRole('img', { name: '1 problem' })).toBeVisible();
    await dialog(window).getByRole('button', { name: 'Cancel' }).click();
  });
});

test('all of it can be done by keyboard; a single VM that is left off opens with its hardware', async ({ window }) => {
  await go(window, '#/');
  await expect(vmRow(window, 'fresh')).toBeVisible();
  await window.keyboard.press('Alt+n');
  await expect(source(window, 'ISO image')).toBeFocused();
  await window.keyboard.press('ArrowLeft');
  await expect(source(window, 'Blank')).toBeFocused();
  await window.keyboard.press('Control+Enter');
  await expect(dialog(window).getByRole('textbox', { name: 'Find a system' })).toBeFocused();
  await window.keyboard.type('alpine linux 3.22');
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Control+Enter');
  await expect(nameField(window)).toBeFocused();
  await window.keyboard.press('Control+a');
  await window.keyboard.type('typed');
  await dialog(window).getByRole('radio', { name: 'Start', exact: true }).focus();
  await window.keyboard.press('ArrowRight');
  while (!(await createButton(window).isVisible())) await window.keyboard.press('Control+Enter');
  await expect(createButton(window, 'Create typed and edit')).toBeEnabled();
  await window.keyboard.press('Control+Enter');
  await expect(dialog(window)).toBeHidden();
  await expect(window.getByRole('heading', { name: 'typed', level: 1 })).toBeVisible();
  await expect(window.getByRole('tab', { name: 'Hardware' })).toHaveAttribute('aria-selected', 'true');
});
