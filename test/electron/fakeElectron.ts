/** The module "electron" without Electron: what main.ts touches of it, recording what is done with it. */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** Done by the program, in order: `Menu.setApplicationMenu`, `dialog.showErrorBox title text`... */
export const done: string[] = [];
const note = (what: string, ...words: readonly unknown[]): void => void done.push([what, ...words].join(' '));

class FakeContents extends EventEmitter {
  url = '';
  /** What the page was handed. */
  readonly ports: MessagePort[] = [];
  getURL = (): string => this.url;
  setWindowOpenHandler = (): void => undefined;
  postMessage(_channel: string, _message: unknown, ports: readonly MessagePort[]): void {
    this.ports.push(...ports);
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  static getFocusedWindow = (): null => null;
  readonly webContents = new FakeContents();
  readonly options: object;

  constructor(options: object) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    const isSamePage = this.webContents.url.split('#')[0] === url.split('#')[0];
    this.webContents.url = url;
    if (!isSamePage) this.webContents.emit('did-finish-load');
  }
  show = (): void => undefined;
  focus = (): void => note('focus');
  restore = (): void => undefined;
  maximize = (): void => undefined;
  removeMenu = (): void => undefined;
  isMinimized = (): boolean => false;
  isMaximized = (): boolean => false;
  isDestroyed = (): boolean => false;
  getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 });
}

class FakeApp extends EventEmitter {
  isPackaged = false;
  readonly exited = Promise.withResolvers<number>();
  enableSandbox = (): void => note('app.enableSandbox');
  setName = (): void => undefined;
  setPath = (name: string, path: string): void => note('app.setPath', name, path);
  requestSingleInstanceLock = (): boolean => true;
  whenReady = async (): Promise<void> => undefined;
  getPreferredSystemLanguages = (): string[] => ['zh-CN'];
  quit = (): void => void this.emit('will-quit', { preventDefault: () => undefined });
  exit = (code: number): void => this.exited.resolve(code);
}
export const app = new FakeApp();

/** Electron's says `{ data }` where Node's gives the data, and tells of no close of its own. */
export class MessageChannelMain {
  readonly port1: EventEmitter;
  readonly port2: MessagePort;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port2 = port2;
    this.port1 = Object.assign(new EventEmitter(), {
      postMessage: (message: unknown) => port1.postMessage(message),
      start: () => port1.on('message', (data: unknown) => this.port1.emit('message', { data, ports: [] })),
      close: () => port1.close(),
    });
    port1.on('close', () => this.port1.emit('close'));
  }
}

export class Tray extends EventEmitter {
  setToolTip = (tip: string): void => note('tray', tip);
  setContextMenu = (): void => undefined;
}
export class Notification extends EventEmitter {
  show = (): void => note('notification');
}
export const Menu = {
  buildFromTemplate: (template: readonly object[]) => template,
  setApplicationMenu: (menu: readonly { label?: string }[]) => note('menu', ...menu.map(({ label }) => label)),
};
export const dialog = { showErrorBox: (title: string, text: string) => note('error', title, text) };
export const protocol = {
  registerSchemesAsPrivileged: () => note('protocol.registerSchemesAsPrivileged'),
  handle: (scheme: string) => note('protocol.handle', scheme),
};
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
};
const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] };
const restricted = {
  setPermissionRequestHandler: () => note('permissions'),
  setPermissionCheckHandler: () => undefined,
  setDevicePermissionHandler: () => undefined,
};
export const session = { defaultSession: restricted };
export const shell = { openExternal: async () => undefined };
