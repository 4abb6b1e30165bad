/** Deleting a VM whose files others need, in the window. */
import { el } from '../../build/guest/xml.ts';
import type { LabHost } from '../lab/lab.ts';
import { expect, test } from './fixtures.ts';
import { acceptHostKey, addHost, openVm, treeItem, verb } from './window.ts';

test.describe.configure({ mode: 'serial' });

const files = ['base.qcow2', 'web.snap1', 'web.snap2'].map((name) => `/var/lib/libvirt/chain/${name}`);
const [base = '', , top = ''] = files;

const image = (host: LabHost, path: string, below?: string): Promise<string> =>
  host.exec([
    'qemu-img',
    'create',
    '-q',
    '-f',
    'qcow2',
    ...(below === undefined ? [] : ['-F', 'qcow2', '-b', below]),
    path,
    ...(below === undefined ? ['64M'] : []),
  ]);

test.beforeAll(async ({ lab, window }) => {
  const host = lab.host('h1');
  for (const pool of ['chain', 'archive']) {
    await host.exec(['mkdir', '-p', `/var/lib/libvirt/${pool}`]);
    await host.virsh('pool-define-as', pool, 'dir', '--target', `/var/lib/libvirt/${pool}`);
  }
  await host.virsh('pool-start', 'chain');
  for (const [at, file] of files.entries()) {
    await image(host, file, files[at - 1]);
  }
  const disk = (source: string) =>
    el(
      'disk',
      { type: 'file' },
      el('driver', { name: 'qemu', type: 'qcow2' }),
      el('source', { file: source }),
      el('target', { dev: 'vda', bus: 'virtio' }),
    );
  await host.defineGuest({ name: 'web', kernel: 'none', network: false, devices: [disk(top)] });
  await host.defineGuest({ name: 'golden', kernel: 'none', network: false, devices: [disk(base)] });
  await addHost(window, 'rack one', host.uri('ssh'));
  await acceptHostKey(window, 'rack one');
});

test('an inactive pool keeps files from being ticked, and says so; once it is started, from here, they are', async ({
  window,
}) => {
  await openVm(window, 'web');
  await window.keyboard.press('Delete');
  const dialog = window.getByRole('dialog', { name: 'Delete web' });
  const note = dialog.getByRole('note');
  await expect(note).toContainText('pool archive (inactive)');
  await expect(dialog.getByRole('checkbox', { name: /web\.snap2/ })).not.toBeChecked();
  await expect(dialog.getByRole('button', { name: 'Delete VM', exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Start the pool archive' }).click();
  await expect(dialog.getByRole('checkbox', { name: /web\.snap2/ })).toBeChecked();
  await expect(note).toBeHidden();
});

test('files beneath are rows of their own: they go only with those based on them', async ({ window }) => {
  const dialog = window.getByRole('dialog', { name: 'Delete web' });
  const row = (name: RegExp) => dialog.getByRole('checkbox', { name });
  await expect(row(/web\.snap1/)).not.toBeChecked();
  await expect(dialog).toContainText('also used by golden');
  await row(/base\.qcow2/).check();
  await expect(row(/web\.snap1/)).toBeChecked();
  await expect(dialog.getByRole('button', { name: 'Delete VM and 3 disks' })).toBeVisible();
  await row(/web\.snap2/).uncheck();
  await expect(row(/base\.qcow2/)).not.toBeChecked();
  await expect(row(/web\.snap1/)).not.toBeChecked();
});

test('what stays is kept', async ({ lab, window }) => {
  const dialog = window.getByRole('dialog', { name: 'Delete web' });
  await dialog.getByRole('checkbox', { name: /web\.snap1/ }).check();
  await dialog.getByRole('textbox', { name: 'Type web to confirm' }).fill('web');
  await dialog.getByRole('button', { name: 'Delete VM and 2 disks' }).click();
  await expect(treeItem(window, /^web/)).toBeHidden();
  await expect.poll(() => lab.host('h1').exec(['ls', '/var/lib/libvirt/chain'])).toBe('base.qcow2');
});

test('what a running VM stands on can not be ticked', async ({ lab, window }) => {
  const host = lab.host('h1');
  await image(host, '/var/lib/libvirt/chain/clone.qcow2', base);
  await host.startGuest({ name: 'clone', kernel: 'none', network: false, disk: '/var/lib/libvirt/chain/clone.qcow2' });
  await openVm(window, 'golden');
  await expect(verb(window, 'Start')).toBeVisible();
  await window.keyboard.press('Delete');
  const dialog = window.getByRole('dialog', { name: 'Delete golden' });
  await expect(dialog.getByRole('checkbox', { name: /base\.qcow2/ })).toBeDisabled();
  await expect(dialog).toContainText('a running VM uses it: stays');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});
