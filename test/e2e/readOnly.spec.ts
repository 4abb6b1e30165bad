/** A host that is only looked at. */
import { expect, test } from './fixtures.ts';
import { acceptHostKey, addHost, openVm, tab, treeItem, verb } from './window.ts';

test('a read-only connection says so, and verbs say why they are off', async ({ lab, window }) => {
  const host = lab.host('h1');
  await host.startGuest({ name: 'web', kernel: 'none', network: false });
  await addHost(window, 'rack one', `${host.uri('ssh')}&readonly`);
  await acceptHostKey(window, 'rack one');
  await openVm(window, 'web');
  await expect(window.getByText('No picture over a read-only connection')).toBeVisible();
  await expect(verb(window, 'Force off')).toBeDisabled();
  await verb(window, 'Force off').hover();
  await expect(window.getByRole('tooltip', { name: 'The connection to its host is read-only' })).toBeVisible();
});

test('hardware, definition and history can be looked at, not changed', async ({ window }) => {
  await openVm(window, 'web');
  await tab(window, 'Hardware').click();
  await expect(window.getByText('hardware can be looked at, not changed')).toBeVisible();
  await expect(window.getByRole('button', { name: 'Add hardware…' })).toBeDisabled();
  const settings = window.getByRole('group', { name: 'Settings' });
  await expect(settings.getByRole('textbox').first()).toBeDisabled();
  await tab(window, 'Definition').click();
  const panel = window.getByRole('tabpanel', { name: 'Definition' });
  await panel.getByText('Next boot', { exact: true }).click();
  await expect(panel.getByRole('textbox', { name: 'XML of web' })).toHaveAttribute('aria-readonly', 'true');
  await tab(window, 'History').click();
  await expect(window.getByRole('button', { name: 'Restore…' })).toHaveAttribute('aria-disabled', 'true');
});

test('in the dialog it is a switch, which the URI follows', async ({ window }) => {
  await treeItem(window, /rack one/).click();
  await expect(window.getByRole('main').getByText('read-only', { exact: true })).toBeVisible();
  await verb(window, 'Edit…').click();
  const dialog = window.getByRole('dialog', { name: 'Edit rack one' });
  const readOnly = dialog.getByRole('checkbox', { name: /Read-only/ });
  const uri = dialog.getByRole('textbox', { name: 'Connection URI' });
  await expect(readOnly).toBeChecked();
  await readOnly.uncheck();
  await expect(uri).not.toHaveValue(/readonly/);
  await readOnly.check();
  await expect(uri).toHaveValue(/readonly=1/);
});
