/** Keys for guests: combinations that the workstation would keep for itself, and text as key presses. */

/** An X11 keysym (keysymdef.h) with the physical key that has it, as `KeyboardEvent.code` names it. */
export interface Key {
  readonly keysym: number;
  readonly code: string;
}

const control: Key = { keysym: 0xffe3, code: 'ControlLeft' };
const alt: Key = { keysym: 0xffe9, code: 'AltLeft' };
const shift: Key = { keysym: 0xffe1, code: 'ShiftLeft' };
const superKey: Key = { keysym: 0xffeb, code: 'MetaLeft' };
const tab: Key = { keysym: 0xff09, code: 'Tab' };
const enter: Key = { keysym: 0xff0d, code: 'Enter' };

/** Pressed in this order, released in the opposite one. Names of keys are the same in all languages. */
export interface Combination {
  readonly name: string;
  readonly keys: readonly Key[];
}

const functionKeys: readonly Combination[] = Array.from({ length: 12 }, (_, index) => ({
  name: `Ctrl+Alt+F${index + 1}`,
  keys: [control, alt, { keysym: 0xffbe + index, code: `F${index + 1}` }],
}));

/** The send-keys menu: groups, most used first. */
export const combinations: readonly (readonly Combination[])[] = [
  [
    { name: 'Ctrl+Alt+Del', keys: [control, alt, { keysym: 0xffff, code: 'Delete' }] },
    { name: 'Ctrl+Alt+Backspace', keys: [control, alt, { keysym: 0xff08, code: 'Backspace' }] },
    { name: 'Ctrl+Esc', keys: [control, { keysym: 0xff1b, code: 'Escape' }] },
    { name: 'Alt+Tab', keys: [alt, tab] },
    { name: 'Super', keys: [superKey] },
    { name: 'Print', keys: [{ keysym: 0xff61, code: 'PrintScreen' }] },
  ],
  functionKeys,
];

export interface KeyPress extends Key {
  readonly down: boolean;
}

export const pressesOf = (keys: readonly Key[]): readonly KeyPress[] => [
  ...keys.map((key) => ({ ...key, down: true })),
  ...keys.toReversed().map((key) => ({ ...key, down: false })),
];

/** Where the characters of a US keyboard lie: physical key, its character without and with Shift. */
const usKeyboard: readonly (readonly [code: string, plain: string, shifted: string])[] = [
  ...Array.from('abcdefghijklmnopqrstuvwxyz', (letter): readonly [string, string, string] => [
    `Key${letter.toUpperCase()}`,
    letter,
    letter.toUpperCase(),
  ]),
  ...Array.from('1234567890', (digit, index): readonly [string, string, string] => [
    `Digit${digit}`,
    digit,
    '!@#$%^&*()'.charAt(index),
  ]),
  ['Minus', '-', '_'],
  ['Equal', '=', '+'],
  ['BracketLeft', '[', '{'],
  ['BracketRight', ']', '}'],
  ['Backslash', '\\', '|'],
  ['Semicolon', ';', ':'],
  ['Quote', "'", '"'],
  ['Backquote', '`', '~'],
  ['Comma', ',', '<'],
  ['Period', '.', '>'],
  ['Slash', '/', '?'],
  ['Space', ' ', ' '],
];

const typed = new Map<string, readonly Key[]>([
  ['\n', [enter]],
  ['\t', [tab]],
]);
for (const [code, plain, shifted] of usKeyboard) {
  // Latin-1 characters are their own keysyms.
  typed.set(shifted, [shift, { keysym: shifted.charCodeAt(0), code }]);
  typed.set(plain, [{ keysym: plain.charCodeAt(0), code }]);
}

export interface Typing {
  readonly presses: readonly KeyPress[];
  /** Characters that a US keyboard does not have; they are left out. */
  readonly unknown: readonly string[];
}

/** Text as the key presses of a US keyboard: QEMU takes keys, not characters, so Shift has to be pressed as well. */
export function typingOf(text: string): Typing {
  const presses: KeyPress[] = [];
  const unknown = new Set<string>();
  for (const character of text.replaceAll(/\r\n?/g, '\n')) {
    const keys = typed.get(character);
    if (keys === undefined) unknown.add(character);
    else presses.push(...pressesOf(keys));
  }
  return { presses, unknown: [...unknown] };
}
