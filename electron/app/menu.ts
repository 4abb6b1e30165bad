/** The native menu, from a table. On Linux and Windows it hides until Alt is pressed; the window has menus of its own. */
import type { MenuItemConstructorOptions } from 'electron';
import { hrefOf } from '../../shared/model/route.ts';
import type { Language } from '../shell/language.ts';
import { words, type WordKey } from './words.ts';

export interface MenuActions {
  newWindow(): void;
  /** Shows a page in the main window. */
  showPage(route: string): void;
}

type Role = NonNullable<MenuItemConstructorOptions['role']>;
/** An entry is a role of the system, an action of ours with its shortcut, or a line. */
type Entry =
  | '-'
  | { readonly word: WordKey; readonly role: Role }
  | { readonly word: WordKey; readonly keys?: string; readonly act: (actions: MenuActions) => void };

const table: readonly { readonly word: WordKey; readonly entries: readonly Entry[] }[] = [
  {
    word: 'file',
    entries: [
      { word: 'newWindow', keys: 'CmdOrCtrl+Shift+N', act: (actions) => actions.newWindow() },
      { word: 'settings', keys: 'CmdOrCtrl+,', act: (actions) => actions.showPage(hrefOf({ page: 'settings' })) },
      '-',
      { word: 'closeWindow', role: 'close' },
      { word: 'quit', role: 'quit' },
    ],
  },
  {
    word: 'edit',
    entries: [
      { word: 'undo', role: 'undo' },
      { word: 'redo', role: 'redo' },
      '-',
      { word: 'cut', role: 'cut' },
      { word: 'copy', role: 'copy' },
      { word: 'paste', role: 'paste' },
      { word: 'selectAll', role: 'selectAll' },
    ],
  },
  {
    word: 'view',
    entries: [
      { word: 'reload', role: 'reload' },
      '-',
      { word: 'actualSize', role: 'resetZoom' },
      { word: 'zoomIn', role: 'zoomIn' },
      { word: 'zoomOut', role: 'zoomOut' },
      { word: 'fullScreen', role: 'togglefullscreen' },
      '-',
      { word: 'developerTools', role: 'toggleDevTools' },
    ],
  },
];

/** The template for `Menu.buildFromTemplate`; macOS wants the program's own menu first. */
export function menuTemplate(
  language: Language,
  platform: NodeJS.Platform,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const item = (entry: Entry): MenuItemConstructorOptions => {
    if (entry === '-') return { type: 'separator' };
    const label = words[entry.word][language];
    if ('role' in entry) return { label, role: entry.role };
    const { keys, act } = entry;
    return { label, ...(keys !== undefined && { accelerator: keys }), click: () => act(actions) };
  };
  const menus = table.map(({ word, entries }) => ({ label: words[word][language], submenu: entries.map(item) }));
  return platform === 'darwin' ? [{ role: 'appMenu' }, ...menus, { role: 'windowMenu' }] : menus;
}
