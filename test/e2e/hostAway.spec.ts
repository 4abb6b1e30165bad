/** The page of a VM whose host goes: what was known stays and says so, and it comes back by itself, unless the host was taken out. */
import type { Locator, Page } from '@playwright/test';
import { expect, test as base } from './fixtures.ts';
import { acceptHostKey, addHost, chooseConsole, go, litPoints, openVm, tab, treeItem, verb } from './window.ts';

const guest = 'web-01';

/** A connected host with a running VM; the VM's address in the window. */
const test = base.extend<Record<never, never>, { readonly vm: string }>({
  vm: [
    async ({ lab, window }, use) => {
      const host = lab.host('h1');
      await host.startGuest({ name: guest, network: false });
      await host.waitForSerial(guest);
      await addHost(window, 'rack', host.uri('ssh'));
      await acceptHostKey(window, 'rack');
      await openVm(window, guest);
      await use(new URL(window.url()).hash.split('/').slice(0, 4).join('/'));
    },
    { scope: 'worker', timeout: 120_000, auto: true },
  ],
});

test.describe.configure({ mode: 'serial' });

const head = (page: Page): Locator => page.getByRole('heading', { name: guest, level: 1 }).locator('..');
const away = (page: Page): Locator => head(page).getByText(/Host not connected\. What you see was last seen .*\d:\d\d/);
const screen = (page: Page): Locator => page.getByRole('application', { name: new RegExp(`Screen of ${guest}`) });
const terminal = (page: Page): Locator => page.locator('.xterm-accessibility-tree');
const open = (page: Page): Locator => page.locator('[data-open="true"]');

const facts = (page: Page): Locator => page.getByRole('region', { name: 'This VM' });

for (const [happening, goes, returns] of [
  ['whose daemon is stopped', 'stopDaemon', 'startDaemon'],
  ['whose daemon hangs', 'hangDaemon', 'resumeDaemon'],
  ['whose cable is pulled', 'cut', 'restore'],
] as const) {
  test(`of a host ${happening}, the page keeps what was known, greyed, with the time; verbs say why they are off`, async ({
    lab,
    vm,
    window,
  }) => {
    const host = lab.host('h1');
    await go(window, `${vm}/overview`);
    await expect(head(window)).toContainText('Running');
    const runningColor = await head(window)
      .getByText('Running')
      .evaluate((element) => getComputedStyle(element).color);
    await expect(verb(window, 'Force off')).toBeEnabled();
    await expect(window.getByRole('img', { name: new RegExp(`Screen of ${guest}`) })).toBeVisible();

    await host[goes]();
    await expect(away(window)).toBeVisible();
    await expect(head(window)).toContainText('Running');
    await expect(window.getByText('The host is not connected: no picture')).toBeVisible();
    await expect(facts(window)).toContainText('80 MiB');
    await expect(facts(window).locator('..')).toHaveCSS('filter', 'grayscale(1)');
    await expect(head(window).getByText('Running')).not.toHaveCSS('color', runningColor);
    for (const name of ['Shut down', 'Reboot', 'Pause', 'Force off']) await expect(verb(window, name)).toBeDisabled();
    await verb(window, 'Force off').hover();
    await expect(window.getByRole('tooltip', { name: 'The host is not connected' })).toBeVisible();

    await host[returns]();
    await expect(away(window)).toBeHidden();
    await expect(verb(window, 'Force off')).toBeEnabled();
    await expect(window.getByRole('img', { name: new RegExp(`Screen of ${guest}`) })).toBeVisible();
  });
}

test('an open screen keeps its last picture while the host is away, and comes back by itself', async ({
  lab,
  vm,
  window,
}) => {
  const host = lab.host('h1');
  await go(window, `${vm}/console`);
  await expect(screen(window)).toBeVisible();
  await expect.poll(() => litPoints(screen(window))).toBeGreaterThan(0);

  await host.stopDaemon();
  await expect(away(window)).toBeVisible();
  await expect(window.getByRole('status', { name: 'Reconnecting…' })).toBeVisible();
  const last = window.locator('canvas[data-shown="true"]');
  await expect.poll(() => litPoints(last)).toBeGreaterThan(0);

  await host.startDaemon();
  await expect(screen(window)).toBeVisible();
  await expect.poll(() => litPoints(screen(window))).toBeGreaterThan(0);
});

test('an open serial console keeps what was read while the host is away, and is typed into afterwards', async ({
  lab,
  vm,
  window,
}) => {
  const host = lab.host('h1');
  await go(window, `${vm}/console`);
  await chooseConsole(window, /serial/i);
  const type = async (words: string): Promise<void> => {
    await expect(open(window)).toBeVisible();
    await window.getByRole('textbox', { name: new RegExp(`Terminal of ${guest}`) }).focus();
    await window.keyboard.type(`${words}\n`);
  };
  await expect(async () => {
    await type('root');
    await expect(terminal(window)).toContainText('~ #', { timeout: 3000 });
  }).toPass();
  await type('echo "read $((40 + 2))"');
  await expect(terminal(window)).toContainText('read 42');

  await host.cut();
  await expect(away(window)).toBeVisible();
  await expect(window.getByRole('status', { name: 'Reconnecting…' })).toBeVisible();
  await expect(terminal(window)).toContainText('read 42');

  await host.restore();
  await expect(async () => {
    await type('echo "again $((40 + 2))"');
    await expect(terminal(window)).toContainText('again 42', { timeout: 3000 });
  }).toPass();
  await expect(terminal(window)).toContainText('read 42');
});

test('the page of a VM whose host was taken out of the program says so, and leads back', async ({ vm, window }) => {
  await go(window, `${vm}/hardware`);
  await expect(tab(window, 'Hardware')).toBeVisible();
  await treeItem(window, /rack/).click();
  await window.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: 'Remove…' }).click();
  await window.getByRole('dialog', { name: 'Remove rack?' }).getByRole('button', { name: 'Remove' }).click();
  await expect(treeItem(window, /rack/)).toBeHidden();

  await window.goBack(); // the page of the host
  await expect(window.getByRole('heading', { name: 'This host is not in VirtDeck' })).toBeVisible();
  await window.goBack(); // the page of the VM
  await expect(window.getByRole('heading', { name: 'Its host is not in VirtDeck any more.' })).toBeVisible();
  await expect(window.getByRole('toolbar', { name: 'Actions' })).toBeHidden();
  await window.getByRole('link', { name: 'Show all hosts' }).click();
  await expect(window).toHaveURL(/#\/$/);
});
