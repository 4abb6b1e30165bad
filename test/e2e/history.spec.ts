/**
 * The history of a definition, of changes made by us and by virsh, in a real browser against a real host. The tests are one story: each
 * goes on where the one before ended.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { LabHost } from '../lab/lab.ts';
import { expect, test } from './fixtures.ts';
import { acceptHostKey, addHost, go, openVm, tab, treeItem } from './window.ts';

test.describe.configure({ mode: 'serial' });

const guest = 'kept';
const versions = (window: Page): Locator => window.getByRole('listbox', { name: /^Versions/ }).getByRole('option');
const details = (window: Page): Locator => window.getByRole('region', { name: 'The chosen version' });
const search = (window: Page): Locator => window.getByRole('textbox', { name: 'Search in what changed' });

/** As another administrator would, with an editor and `virsh define`. */
async function defineByVirsh(host: LabHost, change: (xml: string) => string): Promise<void> {
  const file = join(host.directory, `${guest}.xml`);
  await writeFile(file, change(await host.virsh('dumpxml', '--inactive', '--security-info', guest)));
  await host.virsh('define', file);
}

test('what is there when VirtDeck comes is the first version', async ({ lab, window }) => {
  const host = lab.host('h1');
  await host.defineGuest({ name: guest, title: 'First', disk: 16 });
  await host.defineGuest({ name: 'other', kernel: 'none' });
  await addHost(window, 'rack', host.uri('ssh'));
  await acceptHostKey(window, 'rack');
  await openVm(window, guest);
  await tab(window, 'History').click();
  await expect(versions(window)).toHaveCount(1);
  await expect(versions(window).first()).toContainText('first seen');
});

test('changes made by virsh appear while one looks, in words and told as not ours', async ({ lab, window }) => {
  await defineByVirsh(lab.host('h1'), (xml) => xml.replace('First', 'Second'));
  await expect(versions(window)).toHaveCount(2);
  await expect(versions(window).first()).toContainText('outside VirtDeck');
  await expect(versions(window).first()).toContainText('Title: First → Second');

  const host = lab.host('h1');
  const mac = (await host.virsh('domiflist', guest)).match(/(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/)?.[0] ?? '';
  await defineByVirsh(host, (xml) => xml.replace(mac, '52:54:00:aa:bb:cc'));
  await expect(versions(window)).toHaveCount(3);
});

test('what the VM runs with has versions of its own, which can not be restored', async ({ lab, window }) => {
  const which = window.getByRole('radiogroup', { name: 'Which definition' });
  await which.getByText('Running now').click();
  await expect(window.getByText('This VM has not been seen running yet.')).toBeVisible();
  await lab.host('h1').virsh('start', guest);
  await expect(versions(window)).toHaveCount(1);
  await expect(window.getByRole('button', { name: 'Export as file' })).toBeVisible();
  await expect(window.getByRole('button', { name: 'Restore…' })).toBeHidden();
  await lab.host('h1').virsh('destroy', guest);
  await which.getByText('Next boot').click();
  await expect(versions(window)).toHaveCount(3);
});

test('the arrow keys go through the versions, and what differs follows', async ({ window }) => {
  await versions(window).first().click();
  await window.keyboard.press('ArrowDown');
  await expect(versions(window).nth(1)).toHaveAttribute('aria-selected', 'true');
  const changes = details(window).getByRole('region', { name: 'What changed' });
  await expect(changes.getByRole('listitem')).toHaveText(['Title: First → Second']);
  const lines = details(window).getByRole('group', { name: 'Lines that differ' });
  await expect(lines.getByTitle('removed')).toContainText('<title>First</title>');
  await expect(lines.getByTitle('added')).toContainText('<title>Second</title>');
});

test('two versions that do not follow each other are compared', async ({ window }) => {
  await versions(window).first().click();
  await versions(window)
    .last()
    .click({ modifiers: ['Shift'] });
  const changes = details(window).getByRole('region', { name: 'What changed' });
  await expect(changes).toContainText('Title: First → Second');
  await expect(changes).toContainText('52:54:00:aa:bb:cc');
});

test('a version is compared with another VM', async ({ window }) => {
  const choice = details(window).getByRole('combobox', { name: 'Compare with' });
  await choice.click();
  await choice.fill('other');
  await window.getByRole('option', { name: 'other on rack' }).click();
  await expect(details(window).getByRole('region', { name: 'What changed' })).toContainText(`Name: ${guest} → other`);
});

test('when did the MAC address change? is answered by the words of the window and by the value', async ({ window }) => {
  await search(window).fill('MAC address');
  // The one that changed it, and the one that brought it.
  await expect(window.getByText('2 versions', { exact: true })).toBeVisible();
  await expect(versions(window).first()).toContainText('aa:bb:cc');
  await search(window).fill('aa:bb:cc');
  await expect(versions(window)).toHaveCount(1);
  await search(window).fill('nobody wrote this');
  await expect(window.getByText('No version changed a line with “nobody wrote this”.')).toBeVisible();
  await search(window).press('Escape');
  await expect(versions(window)).toHaveCount(3);
});

test('a version is restored by a plan, and that is a version of ours with its task', async ({ lab, window }) => {
  await versions(window).last().click();
  await details(window).getByRole('button', { name: 'Restore…' }).click();
  const review = window.getByRole('dialog', { name: new RegExp(guest) });
  await review.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(review).toBeHidden();
  await expect(versions(window)).toHaveCount(4);
  await expect(
    versions(window)
      .first()
      .getByRole('button', { name: `Change ${guest}` }),
  ).toBeVisible();
  await expect(versions(window).first()).toContainText('Title: Second → First');
  expect(await lab.host('h1').virsh('dumpxml', '--inactive', guest)).toContain('<title>First</title>');
});

test('a version is exported as the file virsh would define', async ({ window }) => {
  const download = window.waitForEvent('download');
  await versions(window).first().click();
  await details(window).getByRole('button', { name: 'Export as file' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${guest} .*\\.xml$`));
  expect(await readFile(await file.path(), 'utf8')).toContain('<title>First</title>');
});

test('a VM that is deleted is found among the deleted ones, with who did it', async ({ window }) => {
  await window.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: /Delete/ }).click();
  const dialog = window.getByRole('dialog', { name: `Delete ${guest}` });
  await dialog.getByRole('checkbox', { name: /kept\.qcow2/ }).uncheck();
  await dialog.getByRole('textbox', { name: `Type ${guest} to confirm` }).fill(guest);
  await dialog.getByRole('button', { name: /^Delete VM/ }).click();
  await expect(treeItem(window, new RegExp(`^${guest}`))).toBeHidden();
  await treeItem(window, /rack/).click();
  await tab(window, 'Deleted VMs').click();
  const row = window.getByRole('row').filter({ hasText: guest });
  await expect(row.getByRole('button', { name: `Delete ${guest}` })).toBeVisible();
  await row.getByRole('link', { name: guest }).click();
  await expect(versions(window)).toHaveCount(4);
});

test('it is defined again as it was, once it was said that its disk is there', async ({ lab, window }) => {
  await details(window).getByRole('button', { name: 'Define again…' }).click();
  const dialog = window.getByRole('dialog', { name: `Define ${guest} again` });
  await expect(dialog.getByText('in pool default')).toBeVisible();
  await dialog.getByRole('button', { name: 'Define' }).click();
  await expect(window.getByText('This VM is on its host again.')).toBeVisible();
  expect(await lab.host('h1').virsh('dumpxml', '--inactive', guest)).toContain('<title>First</title>');
  await go(window, '#/deleted');
  await expect(window.getByText('No VM has disappeared from its host')).toBeVisible();
});

test('a VM that virsh undefined is kept as well', async ({ lab, window }) => {
  await lab.host('h1').virsh('undefine', 'other');
  const row = window.getByRole('row').filter({ hasText: 'other' });
  await expect(row).toContainText('outside VirtDeck');
  await expect(row).toContainText('rack');
});
