/** The desktop program: composes the backend with Electron's parts. */
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  MessageChannelMain,
  Notification,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} from 'electron';
import packageJson from '../package.json' with { type: 'json' };
import { contract, type Api } from '../shared/api/contract.ts';
import { toErrorData } from '../shared/errors.ts';
import { connect } from '../shared/rpc/client.ts';
import { memoryPorts } from '../shared/rpc/memory.ts';
import { serve } from '../shared/rpc/server.ts';
import type { Settings } from '../shared/model/settings.ts';
import { desktopArguments } from './app/commandLine.ts';
import { menuTemplate } from './app/menu.ts';
import { guardNavigation } from './app/navigation.ts';
import { runNotifications } from './app/notifications.ts';
import { indexUrl, registerScheme, servePages } from './app/pages.ts';
import { restrictPermissions } from './app/permissions.ts';
import { keychainSecrets } from './app/secrets.ts';
import { isFirstInstance } from './app/singleInstance.ts';
import { runTray } from './app/tray.ts';
import { consoleWindowOptions, givePorts } from './app/window.ts';
import { windowStateKey } from './app/windowState.ts';
import { Windows } from './app/windows.ts';
import { words } from './app/words.ts';
import { openBackend, type Backend } from './backend/backend.ts';
import { startRoutes, type StartRequest } from './shell/commandLine.ts';
import { preferredLanguage, type Language } from './shell/language.ts';
import { dataDirectory, programRoot, rendererDirectory } from './shell/paths.ts';

const { request, dataDir = dataDirectory(), rendererUrl } = desktopArguments(process.argv, app.isPackaged);
const index = rendererUrl ?? indexUrl;
const preload = join(import.meta.dirname, 'preload.cjs');
const icon = join(programRoot(import.meta.dirname), 'assets/icon.png');
/** Ends what runs for as long as the program. */
const ended = new AbortController();
/** How long the end may take before it is forced. Milliseconds. */
const endsWithin = 2000;

/** What is there once the program runs. */
interface Running {
  readonly windows: Windows;
  readonly api: Api;
  readonly language: Language;
}
const { promise: running, resolve: nowRunning } = Promise.withResolvers<Running>();

app.enableSandbox();
app.setName('VirtDeck');
// Beside the backend's files, so that another data directory is another program with a lock of its own.
app.setPath('userData', join(dataDir, 'chromium'));
registerScheme(protocol);
if (isFirstInstance(app, request, (asked) => void showRequested(asked))) {
  app
    .whenReady()
    .then(start)
    .catch((thrown: unknown) => {
      dialog.showErrorBox(words.cannotStart[systemLanguage()], toErrorData(thrown).message);
      app.exit(1);
    });
} else app.quit();

async function start(): Promise<void> {
  const secrets = keychainSecrets(safeStorage);
  const backend = await openBackend({ dataDir, variant: 'desktop', version: packageJson.version, secrets });
  const api = ownClient(backend);
  const settings = await firstSettings(api);
  const language = settings.language === 'system' ? systemLanguage() : settings.language;
  if (rendererUrl === undefined) servePages(protocol, rendererDirectory(import.meta.dirname));
  restrictPermissions(session.defaultSession, index);
  app.on('web-contents-created', (_event, contents) => {
    const consoleWindow = () => consoleWindowOptions(preload, icon);
    guardNavigation(contents, { index, consoleWindow, openExternal: (url) => shell.openExternal(url) });
    givePorts(contents, {
      index,
      newChannel: () => new MessageChannelMain(),
      onPort: (port) => void serve(port, contract, backend.handlers),
    });
    contents.on('did-create-window', (child) => child.removeMenu());
  });
  const windows = new Windows(
    {
      create: (options) => new BrowserWindow(options),
      workAreas: () => [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea),
      preload,
      icon,
      index,
      saveState: (state) => background(api.app.updateSettings({ layout: { [windowStateKey]: state } })),
    },
    settings.layout[windowStateKey],
  );
  endWith(backend, windows);
  furnish(api, windows, language);
  windows.openMain();
  nowRunning({ windows, api, language });
  await showRequested(request);
}

/** The shell's own menus and notifications ask the backend as windows do. */
function ownClient(backend: Backend): Api {
  const [ours, theirs] = memoryPorts();
  serve(theirs, contract, backend.handlers);
  return connect(ours, contract).client;
}

async function firstSettings(api: Api): Promise<Settings> {
  for await (const settings of api.app.watchSettings({})) return settings;
  throw new Error('the settings ended before they began');
}

/** Menu, tray and notifications. */
function furnish(api: Api, windows: Windows, language: Language): void {
  const actions = { newWindow: () => windows.openMain(), showPage: (route: string) => windows.show(route) };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(language, process.platform, actions)));
  const trayParts = {
    tray: new Tray(icon),
    buildMenu: Menu.buildFromTemplate,
    language,
    show: () => windows.focus(),
    quit: () => app.quit(),
  };
  background(runTray(api, trayParts, ended.signal));
  const notificationParts = {
    show: (options: Electron.NotificationConstructorOptions, onClick: () => void) => {
      const notification = new Notification({ ...options, icon });
      notification.on('click', onClick);
      notification.show();
    },
    isFocused: () => BrowserWindow.getFocusedWindow() !== null,
    focus: (route: string) => windows.show(route),
    language,
  };
  background(runNotifications(api, notificationParts, ended.signal));
}

function endWith(backend: Backend, windows: Windows): void {
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('activate', () => windows.focus());
  app.on('will-quit', (event) => {
    event.preventDefault();
    ended.abort();
    setTimeout(() => app.exit(1), endsWithin).unref();
    void backend.close().then(() => app.exit(0));
  });
}

async function showRequested(asked: StartRequest): Promise<void> {
  const { windows, api, language } = await running;
  if (asked !== request) windows.focus();
  try {
    for await (const route of startRoutes(api, asked, ended.signal)) windows.show(route);
  } catch (thrown) {
    if (ended.signal.aborted) return;
    const { message, raw } = toErrorData(thrown);
    dialog.showErrorBox(words.cannotShow[language], raw === undefined ? message : `${message}\n\n${raw}`);
  }
}

/** For what goes on beside the windows: its failures are told, and end nothing. */
function background(work: Promise<unknown>): void {
  work.catch((thrown: unknown) => {
    if (!ended.signal.aborted) process.stderr.write(`VirtDeck: ${toErrorData(thrown).message}\n`);
  });
}

function systemLanguage(): Language {
  return preferredLanguage(app.getPreferredSystemLanguages());
}
