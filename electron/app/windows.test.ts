import { MessageChannel } from 'node:worker_threads';
import type { BrowserWindowConstructorOptions, MessageChannelMain, Rectangle, WebContents } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { standIn } from '../../test/electron/standIn.ts';
import type { Port } from '../../shared/rpc/port.ts';
import { givePorts, webPreferences } from './window.ts';
import { Windows, type Window } from './windows.ts';
import { placed, type WindowState } from './windowState.ts';

const index = 'virtdeck://app/';
const screens: readonly Rectangle[] = [
  { x: 0, y: 25, width: 1920, height: 1055 },
  { x: 1920, y: 0, width: 1280, height: 1024 },
];
const saved = { x: 2000, y: 100, width: 900, height: 700, maximized: false };

describe('the place of the window', () => {
  test('is the saved one as long as it can be seen and grabbed', () => {
    expect(placed(saved, screens)).toEqual(saved);
  });

  test.each([
    ['nothing was saved', undefined],
    ['what was saved is broken', { ...saved, width: 'wide' }],
    ['it is smaller than can be used', { ...saved, width: 10 }],
    ['its screen is gone', { ...saved, x: 5000 }],
    ['only its edge would show', { ...saved, x: 3200 - 50 }],
    ['its title bar is above every screen', { ...saved, y: -300 }],
  ])('is the middle of the first screen when %s', (_why, state) => {
    const bounds = placed(state, screens);
    expect(bounds).toEqual({ width: 1360, height: 860, maximized: false });
  });

  test('fits on a small screen; a maximized window stays maximized', () => {
    expect(placed({ ...saved, maximized: true }, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({
      width: 1024,
      height: 700,
      maximized: true,
    });
  });
});

test('pages have no Node, a world of their own and a sandbox', () => {
  expect(webPreferences('/preload.cjs')).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
  });
});

describe('windows', () => {
  function shown(state?: unknown) {
    const made: { options: BrowserWindowConstructorOptions; window: ReturnType<typeof fake>; calls: string[] }[] = [];
    const states: WindowState[] = [];
    const fake = (calls: string[]) =>
      standIn<Window>({
        loadURL: async (url) => void calls.push(`load ${url}`),
        show: () => void calls.push('show'),
        focus: () => void calls.push('focus'),
        restore: () => void calls.push('restore'),
        maximize: () => void calls.push('maximize'),
        removeMenu: () => void calls.push('removeMenu'),
        isMinimized: () => true,
        isMaximized: () => true,
        isDestroyed: () => false,
        getNormalBounds: () => ({ x: 1, y: 2, width: 800, height: 600 }),
      });
    const windows = new Windows(
      {
        create: (options) => {
          const calls: string[] = [];
          const window = fake(calls);
          made.push({ options, window, calls });
          return window;
        },
        workAreas: () => screens,
        preload: '/preload.cjs',
        icon: '/icon.png',
        index,
        saveState: (one) => states.push(one),
      },
      state,
    );
    return { windows, made, states };
  }

  test('open where they were and show themselves when there is something to see', () => {
    const { windows, made } = shown({ ...saved, maximized: true });
    windows.openMain();
    expect(made[0]?.options).toMatchObject({ x: 2000, width: 900, show: false });
    expect(made[0]?.calls).toEqual([`load ${index}`]);
    made[0]?.window.emit('ready-to-show');
    expect(made[0]?.calls).toEqual([`load ${index}`, 'maximize', 'show']);
  });

  test('keep their place when they close', () => {
    const { windows, made, states } = shown();
    windows.openMain();
    made[0]?.window.emit('close');
    expect(states).toEqual([{ x: 1, y: 2, width: 800, height: 600, maximized: true }]);
  });

  test('show a page in the window that is there, and a console in a new one without a menu', () => {
    const { windows, made } = shown();
    windows.show('#/host/h1');
    windows.show('#/settings');
    windows.show('#/console/h1/6b3f/vnc:0');
    expect(made.map(({ calls }) => calls)).toEqual([
      [`load ${index}#/host/h1`, `load ${index}#/settings`, 'restore', 'show', 'focus'],
      ['removeMenu', `load ${index}#/console/h1/6b3f/vnc:0`],
    ]);
  });

  test('that were closed open again when they are wanted', () => {
    const { windows, made } = shown();
    windows.openMain();
    made[0]?.window.emit('closed');
    windows.focus();
    expect(made).toHaveLength(2);
  });
});

describe('a port', () => {
  function contents(url: string) {
    const sent: [string, number][] = [];
    const ports: Port[] = [];
    const page = standIn<WebContents>({
      getURL: () => url,
      postMessage: (channel, _message, transfer) => void sent.push([channel, transfer?.length ?? 0]),
    });
    givePorts(page, {
      index,
      newChannel: () => new MessageChannel() as unknown as MessageChannelMain,
      onPort: (port) => {
        port.onMessage(() => undefined);
        ports.push(port);
      },
    });
    return { page, sent, ports };
  }

  test('goes to each page of ours that was loaded, and closes with it', async () => {
    const { page, sent, ports } = contents(`${index}#/settings`);
    page.emit('did-finish-load');
    expect(sent).toEqual([['virtdeck:port', 1]]);
    const closed = vi.fn<() => void>();
    ports[0]?.onClose(closed);
    page.emit('did-finish-load');
    expect(sent).toHaveLength(2);
    expect(closed).toHaveBeenCalledOnce();
    const closedToo = vi.fn<() => void>();
    ports[1]?.onClose(closedToo);
    page.emit('render-process-gone');
    expect(closedToo).toHaveBeenCalledOnce();
  });

  test('goes to no other page', () => {
    const { page, sent } = contents('https://evil.example/');
    page.emit('did-finish-load');
    expect(sent).toEqual([]);
  });
});
