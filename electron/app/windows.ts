/** The open windows: one that has the program's frame, more of them if the user wants, and consoles. */
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { parseRoute } from '../../shared/model/route.ts';
import { consoleWindowOptions, mainWindowOptions, watchWindowState } from './window.ts';
import type { WindowState } from './windowState.ts';

/** As much of a BrowserWindow as is used; what a test's stand-in has to be. */
export type Window = Pick<
  BrowserWindow,
  | 'on'
  | 'once'
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'restore'
  | 'maximize'
  | 'isMinimized'
  | 'isMaximized'
  | 'isDestroyed'
  | 'getNormalBounds'
  | 'removeMenu'
>;

export interface WindowParts {
  readonly create: (options: BrowserWindowConstructorOptions) => Window;
  readonly workAreas: () => readonly Rectangle[];
  readonly preload: string;
  readonly icon: string;
  /** URL of the first page. */
  readonly index: string;
  readonly saveState: (state: WindowState) => void;
}

export class Windows {
  readonly #parts: WindowParts;
  /** The one that pages are shown in: the latest that is still open. */
  #main: Window | undefined;
  /** The saved state of the run before, then that of this run. */
  #state: unknown;

  constructor(parts: WindowParts, savedState: unknown) {
    this.#parts = parts;
    this.#state = savedState;
  }

  /** Opens a window with the program's frame. It shows itself once it has something to show. */
  openMain(route = ''): void {
    const { create, preload, icon, index, workAreas, saveState } = this.#parts;
    const { maximized, ...options } = mainWindowOptions(preload, icon, this.#state, workAreas());
    const window = create(options);
    this.#main = window;
    window.once('ready-to-show', () => {
      if (maximized) window.maximize();
      window.show();
    });
    window.on('closed', () => {
      if (this.#main === window) this.#main = undefined;
    });
    watchWindowState(window, (state) => {
      this.#state = state;
      saveState(state);
    });
    void window.loadURL(`${index}${route}`);
  }

  /** Shows a page: a console in a window of its own, anything else in the main window. */
  show(route: string): void {
    const { create, preload, icon, index } = this.#parts;
    if (parseRoute(route).page === 'console') {
      const window = create(consoleWindowOptions(preload, icon));
      window.removeMenu();
      void window.loadURL(`${index}${route}`);
    } else if (this.#main && !this.#main.isDestroyed()) {
      // Only the hash differs, so the page stays and goes there by itself.
      void this.#main.loadURL(`${index}${route}`);
      this.focus();
    } else this.openMain(route);
  }

  /** Brings the main window to the front, or opens one. */
  focus(): void {
    const window = this.#main;
    if (!window || window.isDestroyed()) {
      this.openMain();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }
}
