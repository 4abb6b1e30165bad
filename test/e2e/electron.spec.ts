/** The desktop window in a real Electron, wherever its runtime and a display are. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron, expect, test, type ElectronApplication } from '@playwright/test';
import { electronExecutable, whyNoDesktop } from '../../build/launch/desktop.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

const root = join(import.meta.dirname, '../..');
const isRoot = process.getuid?.() === 0;
const missing = whyNoDesktop() ?? (isRoot ? 'Chromium keeps its sandbox only for an ordinary user' : undefined);

test.describe('the desktop program', () => {
  test.skip(missing !== undefined, missing ?? '');

  let program: ElectronApplication;
  let dataDir: string;

  test.beforeAll(async () => {
    dataDir = temporaryFolder('vd-desktop-');
    const executablePath = electronExecutable();
    program = await _electron.launch({
      args: [root, '--data-dir', dataDir],
      ...(executablePath && { executablePath }),
    });
  });
  test.afterAll(async () => {
    await program?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('shows its window, which has a backend but no Node', async () => {
    const page = await program.firstWindow();
    await page.getByRole('tree').waitFor();
    expect(page.url()).toMatch(/^virtdeck:\/\/app\//);
    expect(
      await page.evaluate(() => [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')]),
    ).toEqual(['undefined', 'undefined']);
  });

  test('goes nowhere else and opens no foreign window', async () => {
    const page = await program.firstWindow();
    await page.evaluate(() => {
      window.open('http://evil.example/');
      window.location.assign('http://evil.example/');
    });
    await page.getByRole('tree').waitFor();
    expect(page.url()).toMatch(/^virtdeck:\/\/app\//);
    expect(program.windows()).toHaveLength(1);
  });

  test('evaluates no text as a script', async () => {
    const page = await program.firstWindow();
    const evaluated = page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.head.append(script);
      return Reflect.get(window, 'injected') as unknown;
    });
    expect(await evaluated).toBeUndefined();
  });
});
