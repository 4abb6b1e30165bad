/** Keys as verbs and the help name them: `mod+Shift+O`, `F2`, `?`. */

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Whether it was this that was pressed. */
export function isPressed(shortcut: string, press: KeyPress): boolean {
  const parts = shortcut.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (modifier: string): boolean => parts.slice(0, -1).includes(modifier);
  // Which signs need Shift is the layout's affair.
  const isSign = key.length === 1 && !isLetter(key);
  return (
    (press.ctrlKey || press.metaKey) === wants('mod') &&
    press.altKey === wants('Alt') &&
    (isSign || press.shiftKey === wants('Shift')) &&
    isKey(key, press)
  );
}

/** A letter with Alt by its place: with Option a Mac types another one. */
const isKey = (key: string, { key: typed, code, altKey }: KeyPress): boolean =>
  isLetter(key) && altKey ? code === `Key${key.toUpperCase()}` : typed.toLowerCase() === key.toLowerCase();

const isLetter = (key: string): boolean => /^[a-z]$/i.test(key);

/** As this machine's keys. */
export const shortcutText = (shortcut: string): string =>
  shortcut.replace('mod', navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl').replace('Delete', 'Del');
