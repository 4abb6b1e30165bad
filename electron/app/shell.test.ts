/** Menu, tray, notifications, command line and the single instance. */
import type { App, Menu, MenuItemConstructorOptions, NotificationConstructorOptions, Tray } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { standIn } from '../../test/electron/standIn.ts';
import type { Api } from '../../shared/api/contract.ts';
import type { Changes } from '../../shared/changes.ts';
import type { Host } from '../../shared/model/host.ts';
import type { Task } from '../../shared/model/task.ts';
import { desktopArguments } from './commandLine.ts';
import { menuTemplate } from './menu.ts';
import { runNotifications } from './notifications.ts';
import { isFirstInstance } from './singleInstance.ts';
import { runTray } from './tray.ts';
import { words } from './words.ts';

async function* these<T>(...items: T[]): AsyncGenerator<T> {
  yield* items;
}
const { signal } = new AbortController();

describe('the menu', () => {
  const actions = { newWindow: vi.fn<() => void>(), showPage: vi.fn<(route: string) => void>() };
  const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);

  test('speaks both languages in every entry', () => {
    for (const language of ['en', 'zh-CN'] as const) {
      const labels = flat(menuTemplate(language, 'linux', actions)).filter(({ type }) => type !== 'separator');
      expect(labels.every(({ label }) => Boolean(label))).toBe(true);
      expect(labels.some(({ label }) => label === words.quit[language])).toBe(true);
    }
  });

  test('does what it says, and gives no shortcut twice', () => {
    const items = flat(menuTemplate('en', 'linux', actions));
    items.find(({ label }) => label === 'Settings')?.click?.(standIn({}), undefined, standIn({}));
    expect(actions.showPage).toHaveBeenCalledWith('#/settings');
    const keys = items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("on macOS begins with the program's own menu", () => {
    expect(menuTemplate('en', 'darwin', actions)[0]).toEqual({ role: 'appMenu' });
  });
});

test('the tray counts the connected hosts and brings the window back', async () => {
  const host = (id: string, kind: 'connected' | 'disconnected') => ({ id, status: { kind } }) as unknown as Host;
  const changes = (added: Record<string, Host>, removed: string[] = []) => ({
    host: { added, updated: {}, removed },
  });
  const api = {
    inventory: {
      watch: () => these(changes({ a: host('a', 'connected'), b: host('b', 'disconnected') }), changes({}, ['b'])),
    },
  } as unknown as Api;
  const tips: string[] = [];
  const show = vi.fn<() => void>();
  const tray = standIn<Tray>({ setToolTip: (tip) => void tips.push(tip), setContextMenu: () => undefined });
  await runTray(api, { tray, buildMenu: () => standIn<Menu>({}), language: 'en', show, quit: () => undefined }, signal);
  expect(tips).toEqual(['VirtDeck: 1 of 2 hosts connected', 'VirtDeck: 1 of 1 hosts connected']);
  tray.emit('click');
  expect(show).toHaveBeenCalledOnce();
});

describe('a notification', () => {
  const running = {
    id: 't',
    ref: { host: 'h', kind: 'domain', id: '6b3f' },
    object: { kind: 'domain', name: 'vm1' },
    hostName: 'h1',
    state: 'running',
    startedAt: 0,
  } as unknown as Task;
  const added = (task: Task): Changes<Task> => ({ added: { t: task }, updated: {}, removed: [] });
  const updated = (task: Task): Changes<Task> => ({ added: {}, updated: { t: task }, removed: [] });

  async function notified(items: Changes<Task>[], isFocused = false) {
    const shown: NotificationConstructorOptions[] = [];
    const routes: string[] = [];
    const api = { task: { watch: () => these(...items) } } as unknown as Api;
    const parts = {
      show: (options: NotificationConstructorOptions, onClick: () => void) => {
        shown.push(options);
        onClick();
      },
      isFocused: () => isFocused,
      focus: (route: string) => void routes.push(route),
      language: 'en' as const,
    };
    await runNotifications(api, parts, signal);
    return { shown, routes };
  }

  test('tells of a failure with the words of the host, and leads to the object', async () => {
    const error = { code: 'libvirt', message: 'x', raw: 'no space left' } as const;
    const { shown, routes } = await notified([added(running), updated({ ...running, state: 'failed', error })]);
    expect(shown).toEqual([{ title: 'vm1 on h1', body: 'Failed: no space left' }]);
    expect(routes).toEqual(['#/domain/h/6b3f']);
  });

  test('tells of a success only when it took a while', async () => {
    const done = (endedAt: number) => [added(running), updated({ ...running, state: 'done' as const, endedAt })];
    expect((await notified(done(4000))).shown).toEqual([]);
    expect((await notified(done(6000))).shown).toHaveLength(1);
  });

  test('does not tell who is looking, nor of tasks of an earlier run', async () => {
    const failed = { ...running, state: 'failed' as const };
    expect((await notified([added(running), updated(failed)], true)).shown).toEqual([]);
    expect((await notified([added(failed)])).shown).toEqual([]);
  });
});

describe('the command line', () => {
  test('is read past the executable, the folder and the flags of Chromium', () => {
    const argv = [
      '/electron',
      '/tree',
      '--ozone-platform=x11',
      '--connect',
      'qemu:///system',
      '--show-domain-console=vm1',
    ];
    expect(desktopArguments(argv, false)).toEqual({
      request: { connect: 'qemu:///system', showDomainConsole: 'vm1' },
    });
    expect(desktopArguments(['/virtdeck', '-c', 'qemu:///session', '--data-dir', '/d'], true)).toEqual({
      request: { connect: 'qemu:///session' },
      dataDir: '/d',
    });
  });

  test('takes the window from elsewhere only while it is developed', () => {
    const argv = ['/virtdeck', '--renderer-url', 'http://localhost:5173'];
    expect(desktopArguments(argv, true)).toEqual({ request: {} });
    expect(desktopArguments(['/electron', '/tree', ...argv.slice(1)], false).rendererUrl).toBe('http://localhost:5173');
  });

  test('of a second start goes to the first, whatever Chromium makes of it', () => {
    const asked: unknown[] = [];
    const lock = vi
      .fn<(data?: Record<string, unknown>) => boolean>()
      .mockReturnValueOnce(true)
      .mockReturnValueOnce(false);
    const app = standIn<App>({ requestSingleInstanceLock: lock as App['requestSingleInstanceLock'] });
    expect(isFirstInstance(app, {}, (request) => asked.push(request))).toBe(true);
    expect(isFirstInstance(app, { connect: 'qemu:///system' }, () => undefined)).toBe(false);
    app.emit('second-instance', {}, [], '/', lock.mock.calls[1]?.[0]);
    app.emit('second-instance', {}, [], '/', { connect: 5 });
    expect(asked).toEqual([{ connect: 'qemu:///system' }, {}]);
  });
});
