/** Consoles that are not simply there: locked, held by somebody else, of a kind that can't be shown, or gone for a while. */
import type { Locator, Page } from '@playwright/test';
import { el } from '../../build/guest/xml.ts';
import { domainHref, hrefOf } from '../../shared/model/route.ts';
import { expect, test as base } from './fixtures.ts';
import { acceptHostKey, addHost, chooseConsole, go, litPoints, treeItem, verb } from './window.ts';

interface Places {
  /** Ids of the one host as it is reached: to change things, and to look only. */
  readonly rack: string;
  readonly looking: string;
}

const test = base.extend<Record<never, never>, { readonly places: Places }>({
  places: [
    async ({ lab, window }, use) => {
      await addHost(window, 'rack', lab.host('h1').uri('ssh'));
      await acceptHostKey(window, 'rack');
      await addHost(window, 'looking', `${lab.host('h1').uri('ssh')}&readonly`);
      await expect(window.getByText('2 hosts connected')).toBeVisible();
      await use({ rack: await idOf(window, 'rack'), looking: await idOf(window, 'looking') });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

async function idOf(window: Page, host: string): Promise<string> {
  await treeItem(window, new RegExp(host)).click();
  await expect(window.getByRole('heading', { name: host, level: 1 })).toBeVisible();
  return new URL(window.url()).hash.split('/')[2] ?? '';
}

const screenOf = (page: Page, guest: string): Locator =>
  page.getByRole('application', { name: new RegExp(`Screen of ${guest}`) });
const terminal = (page: Page): Locator => page.locator('.xterm-accessibility-tree');
/** The line or the picture is there; what is typed before reaches nobody. */
const open = (page: Page): Locator => page.locator('[data-open="true"]');
const message = (page: Page, name: string): Locator => page.getByRole('alertdialog', { name });

async function type(page: Page, guest: string, words: string): Promise<void> {
  await expect(open(page)).toBeVisible();
  await page.getByRole('textbox', { name: new RegExp(`Terminal of ${guest}`) }).focus();
  await page.keyboard.type(`${words}\n`);
}

/** QEMU looks for a reader of its line once a second, and what is typed before is lost to the guest: until it answers. */
async function logIn(page: Page, guest: string): Promise<void> {
  await expect(async () => {
    await type(page, guest, 'root');
    await expect(terminal(page)).toContainText('~ #', { timeout: 3000 });
  }).toPass();
}

async function answer(page: Page, guest: string, password: string): Promise<void> {
  const asked = message(page, `${guest} asks for a password`);
  await asked.getByLabel('Password', { exact: true }).fill(password);
  await asked.getByRole('button', { name: 'Connect' }).click();
}

const drawn = async (page: Page, guest: string): Promise<void> => {
  await expect(screenOf(page, guest)).toBeVisible();
  await expect.poll(() => litPoints(screenOf(page, guest))).toBeGreaterThan(0);
};

/** A name at the login prompt is some hundred points, its blinking cursor 16. */
async function takesKeys(page: Page, guest: string): Promise<void> {
  await drawn(page, guest);
  const before = await litPoints(screenOf(page, guest));
  await screenOf(page, guest).click();
  await page.keyboard.type('root\n');
  await expect.poll(() => litPoints(screenOf(page, guest))).toBeGreaterThan(before + 100);
}

test.describe('a screen with a password', () => {
  test.describe.configure({ mode: 'serial' });
  const guest = 'locked';

  test('is shown without asking where the definition may be read', async ({ lab, places, window }) => {
    const uuid = await lab.host('h1').startGuest({ name: guest, network: false, vnc: { password: 'sesame' } });
    await go(window, domainHref({ host: places.rack, uuid }, 'console'));
    await drawn(window, guest);
  });

  test('asks for it where not; a wrong one is said and asked again, the right one shows the picture', async ({
    lab,
    places,
    window,
  }) => {
    const uuid = (await lab.host('h1').virsh('domuuid', guest)).trim();
    await go(window, domainHref({ host: places.looking, uuid }, 'console'));
    await expect(message(window, `${guest} asks for a password`)).toBeVisible();
    await expect(window.getByText('Refused:')).toBeHidden();
    await answer(window, guest, 'wrong');
    await expect(message(window, `${guest} asks for a password`)).toContainText('Refused: Authentication failed');
    await answer(window, guest, 'sesame');
    await drawn(window, guest);
    await expect(message(window, `${guest} asks for a password`)).toBeHidden();
  });

  test('that is no longer the one of the definition is asked for', async ({ lab, places, window }) => {
    const host = lab.host('h1');
    const uuid = (await host.virsh('domuuid', guest)).trim();
    await host.virsh('qemu-monitor-command', guest, '--hmp', 'set_password vnc changed');
    await go(window, domainHref({ host: places.rack, uuid }, 'overview'));
    await go(window, domainHref({ host: places.rack, uuid }, 'console'));
    await expect(message(window, `${guest} asks for a password`)).toContainText('Refused: Authentication failed');
    await answer(window, guest, 'changed');
    await drawn(window, guest);
  });
});

test('a serial console that somebody else has is said to be theirs; taken over it is typed into, and they are told', async ({
  lab,
  places,
  window,
}) => {
  const guest = 'shared';
  const uuid = await lab.host('h1').startGuest({ name: guest, network: false });
  await lab.host('h1').waitForSerial(guest);
  const theirs = await window.context().newPage();
  await theirs.goto(
    new URL(hrefOf({ page: 'console', host: places.rack, uuid, console: 'serial:serial0' }), window.url()).href,
  );
  await logIn(theirs, guest);

  await go(window, domainHref({ host: places.rack, uuid }, 'console'));
  await chooseConsole(window, /serial/i);
  const busy = `Somebody else has this console of ${guest}`;
  await expect(message(window, busy)).toContainText('Taking over ends their session.');
  await expect(open(theirs)).toBeVisible(); // asking has not taken it

  await message(window, busy).getByRole('button', { name: 'Take over' }).click();
  await type(window, guest, 'echo "sum $((40 + 2))"');
  await expect(terminal(window)).toContainText('sum 42');
  await expect(message(theirs, busy)).toBeVisible();
  await expect(terminal(theirs)).toContainText('~ #'); // what they had read stays
  await theirs.close();
});

test('a VM with SPICE only says so and what can be done; its serial console is offered', async ({
  lab,
  places,
  window,
}) => {
  const guest = 'spicy';
  const spice = el('graphics', { type: 'spice', autoport: 'yes' }, el('listen', { type: 'address' }));
  const uuid = await lab.host('h1').startGuest({ name: guest, network: false, vnc: false, devices: [spice] });
  await go(window, domainHref({ host: places.rack, uuid }, 'console'));
  const words = window.getByRole('status', { name: "Its screen speaks SPICE only, which VirtDeck can't show." });
  await expect(words).toContainText('virt-viewer');
  await expect(words.getByRole('link', { name: 'Hardware' })).toBeVisible();
  await words.getByRole('button', { name: 'Open serial console' }).click();
  await logIn(window, guest);
});

test.describe('open consoles', () => {
  test.describe.configure({ mode: 'serial' });
  const guest = 'restless';
  let serial: Page;

  test('stay open while the guest reboots', async ({ lab, places, window }) => {
    const host = lab.host('h1');
    const uuid = await host.startGuest({ name: guest, network: false });
    await host.waitForSerial(guest);
    await go(window, domainHref({ host: places.rack, uuid }, 'console'));
    await drawn(window, guest);
    serial = await window.context().newPage();
    await serial.goto(
      new URL(hrefOf({ page: 'console', host: places.rack, uuid, console: 'serial:serial0' }), window.url()).href,
    );
    await logIn(serial, guest);
    await type(serial, guest, 'clear; reboot');
    await expect(terminal(serial)).toContainText('GUEST READY');
    await expect(terminal(serial)).toContainText('login:');
    await takesKeys(window, guest);
  });

  test('say that the guest is off, and come back by themselves when it is started', async ({ lab, window }) => {
    const host = lab.host('h1');
    await host.virsh('destroy', guest);
    for (const page of [window, serial]) {
      await expect(page.getByRole('status', { name: `${guest} is shut off` })).toBeVisible();
      await expect(open(page)).toBeHidden();
    }
    await expect(terminal(serial)).toContainText('GUEST READY'); // what was read stays
    await host.virsh('start', guest);
    await host.waitForSerial(guest);
    await takesKeys(window, guest);
    await logIn(serial, guest);
    await serial.close();
  });
});

test('a guest that sleeps says so; it is not started or paused, but woken up, and goes on where it was', async ({
  lab,
  places,
  window,
}) => {
  const guest = 'sleeper';
  const host = lab.host('h1');
  const uuid = await host.startGuest({ name: guest, network: false, sleeps: true });
  await host.waitForSerial(guest);
  await go(window, domainHref({ host: places.rack, uuid }, 'console'));
  await chooseConsole(window, /serial/i);
  await logIn(window, guest);
  await type(window, guest, 'echo mem >/sys/power/state && echo "awake $((40 + 2))"');
  const heading = window.getByRole('heading', { name: guest, level: 1 }).locator('..');
  await expect(heading).toContainText('Asleep');
  await expect(verb(window, 'Start')).toBeHidden();
  await expect(verb(window, 'Pause')).toBeDisabled();
  await verb(window, 'Pause').hover();
  await expect(window.getByRole('tooltip', { name: 'It is asleep: wake it up first' })).toBeVisible();
  await verb(window, 'Wake up').click();
  await expect(heading).toContainText('Running');
  await expect(verb(window, 'Pause')).toBeEnabled();
  await expect(terminal(window)).toContainText('awake 42');
});

test('a screen without a tablet says that its pointer may drift, and leads to where one is added', async ({
  lab,
  places,
  window,
}) => {
  const uuid = await lab.host('h1').startGuest({ name: 'drifting', network: false });
  await go(window, domainHref({ host: places.rack, uuid }, 'console'));
  await drawn(window, 'drifting');
  const hint = window.getByRole('note').filter({ hasText: 'no tablet' });
  await hint.getByRole('button', { name: 'Add a tablet…' }).click();
  const adding = window.getByRole('dialog', { name: 'Add hardware to drifting' });
  await expect(adding.getByRole('option', { name: /Tablet/ })).toHaveAttribute('aria-selected', 'true');
  await window.keyboard.press('Escape');
  await hint.getByRole('button', { name: 'Hide this hint' }).click();
  await expect(hint).toBeHidden();
});
