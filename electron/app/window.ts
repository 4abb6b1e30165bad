/** The program's windows: how they are made, and what each gets. */
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  MessageChannelMain,
  Rectangle,
  WebContents,
  WebPreferences,
} from 'electron';
import type { Port } from '../../shared/rpc/port.ts';
import { messagePort } from './messagePort.ts';
import { isOwnPage } from './pages.ts';
import { placed, type WindowState } from './windowState.ts';

/** The message by which preload gets a window's port, and then the page. */
export const portMessage = 'virtdeck:port';

/** Pages are only pages: no Node, a world of their own, a sandbox; the spelling checker would send words to a server. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    // A console goes on drawing and a chart goes on counting in a window that is covered.
    backgroundThrottling: false,
  };
}

const minimum = { minWidth: 640, minHeight: 400 } as const;

export function mainWindowOptions(
  preload: string,
  icon: string,
  saved: unknown,
  workAreas: readonly Rectangle[],
): BrowserWindowConstructorOptions & { readonly maximized: boolean } {
  return {
    ...minimum,
    ...placed(saved, workAreas),
    title: 'VirtDeck',
    icon,
    show: false,
    autoHideMenuBar: true,
    webPreferences: webPreferences(preload),
  };
}

/** A console in a window of its own. Its keys belong to the guest, so no menu listens there. */
export function consoleWindowOptions(preload: string, icon: string): BrowserWindowConstructorOptions {
  return {
    ...minimum,
    width: 1040,
    height: 820,
    title: 'VirtDeck',
    icon,
    autoHideMenuBar: true,
    webPreferences: webPreferences(preload),
  };
}

/**
 * Gives each page that is loaded in the contents a port of its own; the port of the page before closes with that page. A page
 * that is not ours gets none.
 */
export function givePorts(
  contents: Pick<WebContents, 'on' | 'getURL' | 'postMessage'>,
  { index, newChannel, onPort }: { index: string; newChannel: () => MessageChannelMain; onPort: (port: Port) => void },
): void {
  let current: Port | undefined;
  contents.on('did-finish-load', () => {
    current?.close();
    current = undefined;
    if (!isOwnPage(contents.getURL(), index)) return;
    const { port1, port2 } = newChannel();
    current = messagePort(port1);
    onPort(current);
    contents.postMessage(portMessage, null, [port2]);
  });
  contents.on('render-process-gone', () => {
    current?.close();
    current = undefined;
  });
  contents.on('destroyed', () => current?.close());
}

/** Tells the state of a window after each change, at most twice a second and once more when it closes. */
export function watchWindowState(
  window: Pick<BrowserWindow, 'on' | 'getNormalBounds' | 'isMaximized'>,
  save: (state: WindowState) => void,
): void {
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    clearTimeout(timer);
    timer = undefined;
    save({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const soon = (): void => {
    timer ??= setTimeout(tell, 500);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('maximize', soon);
  window.on('unmaximize', soon);
  window.on('close', tell);
}
