/** Where pages may go: nowhere. New windows are consoles of our own; links lead out of the program. */
import type { BrowserWindowConstructorOptions, WebContents } from 'electron';
import { isOwnPage, isOwnWindow } from './pages.ts';

export interface NavigationRules {
  /** URL of the window's first page. */
  readonly index: string;
  /** How a console's window is made. */
  readonly consoleWindow: () => BrowserWindowConstructorOptions;
  /** Opens a link in the user's browser. */
  readonly openExternal: (url: string) => Promise<void>;
}

/** Guards one page, whatever kind of contents it is in. */
export function guardNavigation(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  { index, consoleWindow, openExternal }: NavigationRules,
): void {
  // Also frames; the page itself changes only its hash, which is no navigation, and reloads.
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame || !isOwnPage(details.url, index)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => {
    if (!isOwnPage(details.url, index)) details.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isOwnWindow(url, index)) return { action: 'allow', overrideBrowserWindowOptions: consoleWindow() };
    // A link that cannot be opened has nobody to be told: the page has none of its own outside.
    if (isExternalLink(url)) void openExternal(url).catch(() => undefined);
    return { action: 'deny' };
  });
}

/** Only https: other schemes start other programs with what a page wrote. */
export function isExternalLink(url: string): boolean {
  const link = URL.parse(url);
  return link?.protocol === 'https:' && link.username === '' && link.password === '';
}
