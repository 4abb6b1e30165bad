/** What a person does in the window, in a person's words. Elements are found by role and name. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Opens the add-host dialog, fills in name and URI and saves. Its questions are answered by the caller. */
export async function addHost(page: Page, name: string, uri: string): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'Add host' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add host' });
  // First, because the dialog proposes a name for a URI as long as there is none.
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('textbox', { name: 'Connection URI' }).fill(uri);
  await dialog.getByRole('button', { name: 'Add host' }).click();
  await expect(dialog).toBeHidden();
}

/** Says yes to the host key that is asked about; returns its fingerprint. */
export async function acceptHostKey(page: Page, host: string): Promise<string> {
  const dialog = page.getByRole('dialog', { name: `Is this ${host}?` });
  const text = await dialog.innerText();
  await dialog.getByRole('button', { name: 'Trust and connect' }).click();
  await expect(dialog).toBeHidden();
  return text.match(/SHA256:\S+/)?.[0] ?? '';
}

export const treeItem = (page: Page, name: string | RegExp): Locator => page.getByRole('treeitem', { name });

export const vmRow = (page: Page, name: string): Locator =>
  page.getByRole('grid', { name: 'Virtual machines' }).getByRole('row').filter({ hasText: name });

/** Opens a VM's page by its row in the tree. */
export async function openVm(page: Page, name: string): Promise<void> {
  await treeItem(page, new RegExp(`^${name}`)).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

/** A verb in the toolbar of the page. */
export const verb = (page: Page, name: string): Locator =>
  page.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name, exact: true });

/** Behind its name a tab may say how many things it holds, or what waits there. */
export const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name: new RegExp(`^${name}( |$)`) });

/** Follows an address inside the window, as a link would. */
export async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

/** Chooses one of the consoles of the open VM. */
export async function chooseConsole(page: Page, name: RegExp): Promise<void> {
  await tab(page, 'Console').click();
  await page.getByRole('combobox', { name: 'Choose a console' }).click();
  await page.getByRole('option', { name }).first().click();
}

/** How many points of a canvas are not black. */
export const litPoints = (canvas: Locator): Promise<number> =>
  canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) return 0;
    const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? [];
    let lit = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      if ((pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0) > 0) lit += 1;
    }
    return lit;
  });
