import { describe, expect, it } from 'vitest';
import { chordOf, isUsableChord } from './chord.ts';

describe('a release chord', () => {
  it('is written with its modifiers first, in whatever order they were pressed', () => {
    expect(chordOf(['Alt', 'Control'])).toBe('Control+Alt');
    expect(chordOf(['F12', 'Shift'])).toBe('Shift+F12');
  });

  it('needs a modifier and another key', () => {
    expect(isUsableChord(['Control', 'Alt'])).toBe(true);
    expect(isUsableChord(['Control', 'g'])).toBe(true);
    expect(isUsableChord(['a', 'b'])).toBe(false);
  });

  it('is no single key that a guest needs', () => {
    expect(isUsableChord(['Control'])).toBe(false);
    expect(isUsableChord(['a'])).toBe(false);
    expect(isUsableChord(['ScrollLock'])).toBe(true);
  });

  it('is not nothing, nor a key that separates the names', () => {
    expect(isUsableChord([])).toBe(false);
    expect(isUsableChord(['Control', '+'])).toBe(false);
  });
});
