import { describe, expect, it } from 'vitest';
import { combinations, pressesOf, typingOf } from './keys.ts';

describe('keys for guests', () => {
  it('releases a combination in the opposite order of pressing', () => {
    const ctrlAltDel = combinations[0]?.[0];
    expect(pressesOf(ctrlAltDel?.keys ?? []).map(({ code, down }) => `${down ? '+' : '-'}${code}`)).toEqual([
      '+ControlLeft',
      '+AltLeft',
      '+Delete',
      '-Delete',
      '-AltLeft',
      '-ControlLeft',
    ]);
  });

  it('offers all twelve console switches, with consecutive keysyms', () => {
    const functions = combinations[1] ?? [];
    expect(functions.map(({ name }) => name)).toEqual(
      Array.from({ length: 12 }, (_, index) => `Ctrl+Alt+F${index + 1}`),
    );
    expect(functions.at(-1)?.keys.at(-1)?.keysym).toBe(0xffc9);
  });

  it('presses Shift where a US keyboard needs it', () => {
    expect(typingOf('a').presses.map(({ code }) => code)).toEqual(['KeyA', 'KeyA']);
    expect(
      typingOf('A!')
        .presses.filter(({ down }) => down)
        .map(({ code }) => code),
    ).toEqual(['ShiftLeft', 'KeyA', 'ShiftLeft', 'Digit1']);
  });

  it('types every line break as one Enter', () => {
    expect(
      typingOf('\r\n\n\r')
        .presses.filter(({ down }) => down)
        .map(({ code }) => code),
    ).toEqual(['Enter', 'Enter', 'Enter']);
  });

  it('knows every printable ASCII character and names what it can not type', () => {
    const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
    expect(typingOf(ascii).unknown).toEqual([]);
    expect(typingOf('aé漢é').unknown).toEqual(['é', '漢']);
  });
});
