/** The hardware and the first boot of new virtual machines: what is chosen in the forms is what the host gets. One story. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { acceptHostKey, addHost, go } from './window.ts';

test.describe.configure({ mode: 'serial' });

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'New virtual machine' });
const step = (page: Page, name: string): Locator =>
  dialog(page)
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('button', { name: new RegExp(name) });
const field = (page: Page, name: string): Locator => dialog(page).getByRole('textbox', { name, exact: true });
const row = (page: Page, name: string): Locator => dialog(page).getByRole('group', { name, exact: true });

/** The option of a list that opens below its field. */
async function choose(page: Page, name: string, option: string | RegExp): Promise<void> {
  await dialog(page).getByRole('combobox', { name, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

/** Creates what was chosen under this name, left off. */
async function create(page: Page, name: string): Promise<void> {
  await step(page, 'Name and place').click();
  await field(page, 'Name').fill(name);
  await dialog(page).getByRole('radio', { name: 'Leave off, to edit' }).click();
  await step(page, 'Review').click();
  await dialog(page)
    .getByRole('button', { name: `Create ${name} and edit` })
    .click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

/** The disk of the definition that the guest sees under this name. */
const diskOf = (xml: string, target: string): string =>
  xml.match(/<disk [\s\S]*?<\/disk>/g)?.find((disk) => disk.includes(`<target dev='${target}'`)) ?? '';

test('what matters most is asked first, and a size changes several values at once', async ({ lab, window }) => {
  await addHost(window, 'rack', lab.host('h1').uri('ssh'));
  await acceptHostKey(window, 'rack');
  await window.getByRole('banner').getByRole('button', { name: 'New VM' }).click();
  await dialog(window).getByRole('radio', { name: 'Blank', exact: true }).click();
  await step(window, 'Hardware').click();
  await expect(field(window, 'vCPUs')).toHaveValue('2');
  await dialog(window)
    .getByRole('button', { name: /^Small/ })
    .click();
  await expect(field(window, 'vCPUs')).toHaveValue('1');
  await expect(field(window, 'Memory')).toHaveValue('1');
  await expect(field(window, 'Size of Disk')).toHaveValue('10');
  await expect(dialog(window).getByRole('combobox', { name: 'Firmware' })).toBeHidden();
});

test('own sizes are kept under a name, and deleted', async ({ window }) => {
  await field(window, 'Memory').fill('3');
  await dialog(window).getByRole('button', { name: 'Keep these sizes as a preset' }).click();
  await window.getByRole('textbox', { name: 'Name of the preset' }).fill('database');
  await window.keyboard.press('Enter');
  const own = dialog(window).getByRole('button', { name: /^database/ });
  await expect(own).toHaveAttribute('aria-pressed', 'true');
  await dialog(window)
    .getByRole('button', { name: /^Small/ })
    .click();
  await own.click();
  await expect(field(window, 'Memory')).toHaveValue('3');
  await dialog(window).getByRole('button', { name: 'Delete the preset database' }).click();
  await expect(own).toBeHidden();
});

test('a wrong value is said beside its field, and keeps the VM from being created', async ({ window }) => {
  await dialog(window).getByRole('switch', { name: 'All settings' }).click();
  await field(window, 'MAC address of Network card 1').fill('52:54:00');
  await expect(row(window, 'Network card 1')).toContainText('A MAC address is six pairs of hexadecimal digits');
  await field(window, 'vCPUs').fill('4');
  await field(window, 'Sockets').fill('3');
  await expect(row(window, 'Topology')).toContainText('= 3 vCPUs');
  await step(window, 'Review').click();
  await expect(dialog(window).getByRole('button', { name: /^Create/ })).toBeDisabled();
  await step(window, 'Hardware').click();
  await field(window, 'MAC address of Network card 1').fill('52:54:00:12:34:56');
  await expect(row(window, 'Topology')).toContainText('The topology makes 3 CPUs, but there are 4 vCPUs');
  await field(window, 'Sockets').fill('4');
  await expect(row(window, 'Topology')).not.toContainText('but there are');
});

test('all that experts choose is what the host gets', async ({ lab, window }) => {
  await dialog(window).getByRole('button', { name: 'Add disk' }).click();
  await field(window, 'Size of Disk 2').fill('1');
  await choose(window, 'Bus of Disk 2', 'SATA');
  await choose(window, 'Format of Disk 2', 'raw');
  await choose(window, 'Cache of Disk 2', 'writeback');
  await field(window, 'Serial number of Disk 2').fill('archive-7');
  await choose(window, 'Connection of Network card 1', /User-mode NAT/);
  await choose(window, 'Model of Network card 1', 'e1000e');
  await choose(window, 'Watchdog', 'Pause');
  await create(window, 'expert');
  const xml = await lab.host('h1').virsh('dumpxml', 'expert');
  expect(xml).toMatch(/<topology sockets='4' [^>]*cores='1' threads='1'\/>/);
  expect(diskOf(xml, 'vda')).toMatch(/type='qcow2'[\s\S]*expert.*\.qcow2'[\s\S]*bus='virtio'/);
  expect(diskOf(xml, 'sda')).toMatch(/type='raw' cache='writeback'[\s\S]*bus='sata'[\s\S]*<serial>archive-7</);
  expect(xml).toMatch(/<interface type='user'>\s*<mac address='52:54:00:12:34:56'\/>\s*<model type='e1000e'\/>/);
  expect(xml).toMatch(/<watchdog model='\w+' action='pause'/);
});

test.describe('a ready image is told at its first boot', () => {
  const password = 'known to nobody else';
  const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA${'A'.repeat(42)}b ops@desk`;

  test('who may log in and which address it has; the preview masks what is secret', async ({ lab, window }) => {
    await lab.host('h1').virsh('vol-create-as', 'default', 'ready.qcow2', '8M', '--format', 'qcow2');
    await go(window, '#/');
    await window.getByRole('banner').getByRole('button', { name: 'New VM' }).click();
    await dialog(window).getByRole('radio', { name: 'Cloud image', exact: true }).click();
    await dialog(window)
      .getByRole('option', { name: /ready\.qcow2/ })
      .click();
    await step(window, 'First boot').click();
    await field(window, 'Name of User').fill('ops');
    await dialog(window).getByLabel('Password of ops').fill(password);
    await field(window, 'Another public key for ops').fill(key);
    await field(window, 'Another public key for ops').press('Enter');
    await dialog(window).getByText('Static', { exact: true }).click();
    await field(window, 'Addresses of Network card').fill('192.168.122.40');
    await expect(row(window, 'Network card')).toContainText('is not an IP address with the length of its network');
    await field(window, 'Addresses of Network card').fill('192.168.122.40/24');
    await expect(row(window, 'Network card')).not.toContainText('is not an IP address');
    await dialog(window).getByText('Files', { exact: true }).click();
    await expect(field(window, 'user-data')).toContainText('name: ops');
    await expect(field(window, 'user-data')).toContainText(key);
    await expect(dialog(window)).not.toContainText(password);
    await expect(dialog(window)).not.toContainText('$6$');
  });

  test('a file written by hand is checked at its lines, and can be made from the answers again', async ({ window }) => {
    await dialog(window).getByRole('button', { name: 'Edit user-data by hand' }).click();
    await field(window, 'user-data').focus();
    await window.keyboard.press('Control+End');
    await window.keyboard.insertText('\nusres: [ops]\n');
    const faults = dialog(window).getByRole('status', { name: 'What is wrong in user-data' });
    await expect(faults).toContainText(/Line \d+: cloud-init does not know the key “usres”/);
    await window.keyboard.insertText('packages: [');
    await expect(faults).toContainText('This is not valid YAML');
    await step(window, 'Review').click();
    await expect(dialog(window).getByRole('button', { name: /^Create/ })).toBeDisabled();
    await step(window, 'First boot').click();
    await dialog(window)
      .getByText(/^Files/)
      .click();
    await dialog(window).getByRole('button', { name: 'Make it from the answers again' }).click();
    await expect(field(window, 'user-data')).toContainText('name: ops');
  });

  test('on a CD that only it reads, with the password hashed', async ({ lab, window }) => {
    await create(window, 'cloudy');
    const cd = await lab.host('h1').exec(['cat', '/var/lib/libvirt/images/cloudy-seed.iso']);
    expect(cd).toContain('cidata');
    expect(cd).toMatch(/hashed_passwd: ["']?\$6\$/);
    expect(cd).toContain('192.168.122.40/24');
    expect(cd).toContain(key);
    expect(cd).not.toContain(password);
    expect(await lab.host('h1').virsh('dumpxml', 'cloudy')).toContain('cloudy-seed.iso');
  });
});
