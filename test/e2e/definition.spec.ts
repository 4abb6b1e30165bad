/** The XML editor: typed with help, checked as typed, reviewed, applied; what libvirt refuses is said at its line. One story. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { acceptHostKey, addHost, openVm, tab, vmRow } from './window.ts';

test.describe.configure({ mode: 'serial' });

const guest = 'web-01';

test('the definition of a VM that is off can be edited; without changes there is nothing to review', async ({
  lab,
  window,
}) => {
  await lab.host('h1').defineGuest({ name: guest, title: 'First', kernel: 'none', disk: 16 });
  await addHost(window, 'rack', lab.host('h1').uri('ssh'));
  await acceptHostKey(window, 'rack');
  await expect(vmRow(window, guest)).toContainText('Shut off');
  await openVm(window, guest);
  await tab(window, 'Definition').click();
  await expect(editor(window)).toContainText('First');
  await expect(review(window)).toBeDisabled();
});

test('behind < the elements of the place are offered, with what they mean', async ({ window }) => {
  await cursorBehind(window, '</title>');
  await window.keyboard.type('\n<desc');
  const offered = window.getByRole('listbox', { name: 'Suggestions' });
  await expect(offered.getByRole('option', { name: 'description' })).toBeVisible();
  await expect(window.locator('.cm-completionInfo')).toContainText('A longer text for people');
  // In the first 75 ms of a list CodeMirror takes Enter for a new line: it may have been on its way to the text.
  await window.waitForTimeout(150);
  await window.keyboard.press('Enter');
  await window.keyboard.type('Serves the shop');
  await expect(editor(window)).toContainText('<description>Serves the shop</description>');
});

test('what was typed is still there after a look at another tab', async ({ window }) => {
  await tab(window, 'Overview').click();
  await tab(window, 'Definition').click();
  await expect(editor(window)).toContainText('Serves the shop');
  await expect(window.getByText('Edited, not planned yet')).toBeVisible();
});

test('a word that the schema does not know is marked at its line, with the word that was probably meant', async ({
  window,
}) => {
  await cursorBehind(window, '</description>');
  const before = await editor(window).innerText();
  await window.keyboard.type('\n<memroy/>');
  const line = await lineOf(window, '<memroy/>');
  const problem = problems(window).getByRole('button', { name: new RegExp(`Line ${line} .*Did you mean “memory”`) });
  await expect(problem).toBeVisible();
  await expect(window.locator('.cm-lintRange-warning', { hasText: 'memroy' })).toBeVisible();
  await undoTo(window, before);
});

test('a text that is no XML can not be reviewed', async ({ window }) => {
  await cursorBehind(window, '</description>');
  const before = await editor(window).innerText();
  await window.keyboard.type('\n<open');
  await window.keyboard.press('Escape');
  await expect(problems(window)).toContainText('Not well-formed XML');
  await expect(review(window)).toBeDisabled();
  await undoTo(window, before);
});

test('Esc, then Tab leaves the editor', async ({ window }) => {
  await editor(window).focus();
  await window.keyboard.press('Escape');
  await window.keyboard.press('Tab');
  await expect(editor(window)).not.toBeFocused();
});

test('the differences from what starts next are shown beside', async ({ window }) => {
  await window.getByRole('combobox', { name: 'Compare with…' }).click();
  await window.getByRole('option', { name: 'Next boot' }).click();
  await expect(window.getByRole('group', { name: 'Differences' })).toContainText('Serves the shop');
  await window.getByRole('button', { name: 'End the comparison' }).click();
});

test('the host itself is asked, and defines nothing for it', async ({ lab, window }) => {
  await window.getByRole('button', { name: 'Check with the host' }).click();
  await expect(window.getByText(/The host finds nothing wrong/)).toBeVisible();
  expect(await lab.host('h1').virsh('dumpxml', guest)).not.toContain('Serves the shop');
});

test('Ctrl+Enter reviews, applying makes the host have it', async ({ lab, window }) => {
  await editor(window).focus();
  await window.keyboard.press('Control+Enter');
  await expect(dialog(window).getByRole('button', { name: 'Apply', exact: true })).toBeEnabled();
  await dialog(window).getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(dialog(window)).toBeHidden();
  await expect
    .poll(() => lab.host('h1').virsh('dumpxml', guest))
    .toContain('<description>Serves the shop</description>');
  await expect(window.getByText('No changes', { exact: true })).toBeVisible();
});

test('what libvirt refuses is said at its line, and the text is not lost', async ({ window }) => {
  await cursorBehind(window, "<disk type='file'");
  await window.keyboard.type(" sgio='filtered'");
  const line = await lineOf(window, 'sgio');
  await window.keyboard.press('Escape');
  await window.keyboard.press('Control+Enter');
  await dialog(window).getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(problems(window)).toContainText('libvirt refused');
  await expect(problems(window).getByRole('button', { name: /libvirt refused/ })).toContainText(`Line ${line}`);
  await expect(editor(window)).toContainText("sgio='filtered'");
  await window.getByRole('toolbar', { name: 'Definition tools' }).getByRole('button', { name: 'Discard' }).click();
  await expect(editor(window)).not.toContainText('sgio');
});

test('a definition that somebody else changed meanwhile is said', async ({ lab, window }) => {
  await cursorBehind(window, '</description>');
  await window.keyboard.type('<!-- mine -->');
  await lab.host('h1').virsh('desc', guest, '--config', '--title', 'Theirs');
  await expect(window.getByText(/changed by somebody else since you began/)).toBeVisible();
  await window.getByRole('button', { name: 'Discard mine' }).click();
  await expect(editor(window)).toContainText('<title>Theirs</title>');
});

const editor = (page: Page): Locator => page.getByRole('textbox', { name: `XML of ${guest}` });
const problems = (page: Page): Locator => page.getByRole('list', { name: 'Problems' });
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: /Review changes/ });
const review = (page: Page): Locator =>
  page.getByRole('toolbar', { name: 'Definition tools' }).getByRole('button', { name: 'Review…' });

/** Takes back what was typed since: on a slow machine the editor counts it as several changes. */
async function undoTo(page: Page, before: string): Promise<void> {
  await expect(async () => {
    if ((await editor(page).innerText()) !== before) await page.keyboard.press('Control+z');
    expect(await editor(page).innerText()).toBe(before);
  }).toPass();
}

/** Finds the text with the editor's own search, and puts the cursor where it ends. */
async function cursorBehind(page: Page, text: string): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+f');
  const find = page.getByRole('textbox', { name: 'Find' });
  await find.fill(text);
  // The editor takes up what is sought a moment after it was typed.
  await expect(async () => {
    await find.press('Enter');
    await expect(page.locator('.cm-searchMatch-selected')).toHaveText(text, { timeout: 500 });
  }).toPass();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
}

/** Number of the line with the text. */
async function lineOf(page: Page, text: string): Promise<number> {
  const lines = await editor(page).locator('.cm-line').allInnerTexts();
  return lines.findIndex((line) => line.includes(text)) + 1;
}
