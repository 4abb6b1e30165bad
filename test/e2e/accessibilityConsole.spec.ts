/** axe finds nothing in a console that is a window of its own, nor in what stands over it: dark, light and in Chinese. */
import type { Page } from '@playwright/test';
import { expect, test as base } from './scenes.ts';
import { chooseConsole, go } from './window.ts';

const test = base.extend<{ readonly own: Page }, { readonly uuids: ReadonlyMap<string, string> }>({
  /** Other guests beside the running one, by name. */
  uuids: [
    async ({ lab }, use) => {
      const host = lab.host('h1');
      const bare = { kernel: 'none', network: false } as const;
      const off = await host.defineGuest({ name: 'off', ...bare });
      const locked = await host.startGuest({ name: 'locked', ...bare, vnc: { password: 'sekret' } });
      const headless = await host.startGuest({ name: 'headless', ...bare, vnc: false });
      const mute = await host.startGuest({ name: 'mute', ...bare, vnc: false, serial: false });
      await use(new Map(Object.entries({ off, locked, headless, mute })));
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  own: [
    async ({ settings }, use) => {
      const page = await settings.context().newPage();
      await page.goto(settings.url());
      await use(page);
      await page.close();
    },
    { scope: 'test' },
  ],
});

/** `#/console/<host>/<uuid>/<console>` of the running guest. */
const address = (page: string, console: string): string => `${page.replace('#/domain/', '#/console/')}/${console}`;

const card = (own: Page, name: string | RegExp) =>
  own.getByRole('status', { name }).or(own.getByRole('alert', { name })).or(own.getByRole('alertdialog', { name }));
const screen = (own: Page) => own.getByRole('application', { name: /^Screen of/ });
const openLine = (own: Page) => own.locator('[data-open="true"]');

test('the screen, its keys, and the text that is typed into it', async ({ own, places, accessible }) => {
  await go(own, address(places.vm, 'vnc:0'));
  await expect(screen(own)).toBeVisible();
  await accessible(own);
  await own.getByRole('button', { name: 'Send keys' }).click();
  await expect(own.getByRole('menu')).toBeVisible();
  await accessible(own);
  await own.keyboard.press('Escape');
  await own.getByRole('button', { name: 'Type text' }).click();
  const text = own.getByRole('dialog').getByRole('textbox');
  await text.fill('naïve');
  await own.getByRole('dialog').getByRole('button', { name: 'Type', exact: true }).click();
  await expect(own.getByRole('dialog')).toContainText('Not on a US keyboard');
  await accessible(own);
});

test('the terminal, and a search in it that finds nothing', async ({ own, places, accessible }) => {
  await go(own, address(places.vm, 'serial:serial0'));
  await expect(openLine(own)).toBeVisible();
  await accessible(own);
  await own.getByRole('button', { name: 'Search' }).click();
  await own.getByRole('textbox', { name: 'Search' }).fill('nowhere');
  await own.keyboard.press('Enter');
  await accessible(own);
});

test('a console that somebody else has', async ({ window, own, places, accessible }) => {
  await go(window, places.vm);
  await chooseConsole(window, /serial/i);
  await expect(openLine(window)).toBeVisible();
  await go(own, address(places.vm, 'serial:serial0'));
  await expect(card(own, /^Somebody else/)).toBeVisible();
  await accessible(own);
  await go(window, '#/');
});

test('a password that is wanted, since the one of the definition was refused', async ({
  lab,
  own,
  places,
  uuids,
  accessible,
}) => {
  await lab.host('h1').virsh('qemu-monitor-command', 'locked', '--hmp', 'set_password vnc other');
  await go(own, `${address(places.host.replace('#/host/', '#/domain/'), uuids.get('locked') ?? '')}/vnc:0`);
  await expect(card(own, 'locked asks for a password')).toBeVisible();
  await expect(own.getByText(/^Refused:/)).toBeVisible();
  await accessible(own);
});

for (const [name, guest, console, title] of [
  ['of a VM that is off', 'off', 'vnc:0', 'off is shut off'],
  ['terminal of a VM that is off', 'off', 'serial:serial0', 'off is shut off'],
  ['of a VM without a screen', 'headless', '', /^This VM has no graphics device/],
  ['of a VM without any console', 'mute', '', /^This VM has no graphics device/],
  ['that is not there', 'headless', 'serial:serial9', /./],
] as const) {
  test(`a console ${name}`, async ({ own, places, uuids, accessible }) => {
    await go(own, `${address(places.host.replace('#/host/', '#/domain/'), uuids.get(guest) ?? '')}/${console}`);
    await expect(card(own, title)).toBeVisible();
    await accessible(own);
  });
}

test('a console of a VM that nobody knows', async ({ own, accessible }) => {
  await go(own, '#/console/none/none/vnc:0');
  await expect(own.getByText('This VM is not known here.')).toBeVisible();
  await accessible(own);
});

test('a console whose host is lost', async ({ lab, own, places, accessible }) => {
  await go(own, address(places.vm, 'serial:serial0'));
  await expect(openLine(own)).toBeVisible();
  await lab.host('h1').stopDaemon();
  await expect(openLine(own)).toBeHidden();
  await accessible(own);
});
