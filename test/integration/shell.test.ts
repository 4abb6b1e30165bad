/**
 * The desktop program as main.ts composes it, on the real backend. Electron itself is a stand-in (test/electron/fakeElectron.ts);
 * in a real one test/e2e/electron.spec.ts runs.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { messagePort } from '../../electron/app/messagePort.ts';
import { contract, type Api } from '../../shared/api/contract.ts';
import { connect } from '../../shared/rpc/client.ts';
import { app, BrowserWindow, done } from '../electron/fakeElectron.ts';
import { temporaryFolder } from '../lab/lifeline.ts';
import { until } from '../lab/process.ts';
import { portMain } from './rpcPorts.ts';

vi.mock('electron', () => import('../electron/fakeElectron.ts'));

const folder = temporaryFolder('vd-shell-');

beforeAll(async () => {
  vi.stubEnv('HOME', folder);
  vi.stubEnv('XDG_RUNTIME_DIR', folder);
  process.argv = ['electron', folder, '--data-dir', join(folder, 'data')];
  await import('../../electron/main.ts');
  await until('the window', async () => BrowserWindow.all.length === 1);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The page in the first window, as a client of what it was handed. */
function page(): { api: Api; closed: Promise<unknown> } {
  const port = BrowserWindow.all[0]?.webContents.ports.at(-1);
  if (!port) throw new Error('the page got no port');
  const { client, onClose } = connect(messagePort(portMain(port)), contract);
  return { api: client, closed: new Promise((resolve) => onClose(resolve)) };
}

async function first<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}

test('the sandbox and the scheme are set up before the window, the permissions are restricted', () => {
  const order = [
    'app.enableSandbox',
    'protocol.registerSchemesAsPrivileged',
    'protocol.handle virtdeck',
    'permissions',
  ];
  expect(done.filter((line) => order.includes(line))).toEqual(order);
  expect(BrowserWindow.all[0]?.webContents.url).toBe('virtdeck://app/');
});

test("the menu speaks the system's language", () => {
  expect(done).toContain('menu 文件 编辑 视图');
});

test('the page reaches the backend through the port it is handed', async () => {
  const info = await page().api.app.info({});
  expect(info).toMatchObject({ variant: 'desktop', canRememberSecrets: true });
});

test('the place of the window is kept in the settings', async () => {
  BrowserWindow.all[0]?.emit('close');
  const { api } = page();
  await expect
    .poll(async () => (await first(api.app.watchSettings({})))?.layout['shell.window'])
    .toEqual({ x: 10, y: 20, width: 1000, height: 700, maximized: false });
});

test('a second start brings the window to the front and says what it cannot show', async () => {
  app.emit('second-instance', {}, [], '/', { connect: 'nonsense' });
  await expect.poll(() => done.some((line) => line.startsWith('error VirtDeck 无法显示'))).toBe(true);
  expect(done).toContain('focus');
});

test('the end of the program closes its pages and exits in order', async () => {
  const { closed } = page();
  app.quit();
  expect(await app.exited.promise).toBe(0);
  BrowserWindow.all[0]?.webContents.emit('destroyed');
  expect(await closed).toMatchObject({ code: 'connectionLost' });
});
