import { describe, expect, it } from 'vitest';
import { ReleaseChord } from './releaseChord.ts';

describe('the release chord', () => {
  it('is complete when its keys were down together and one is let go', () => {
    const chord = new ReleaseChord('Control+Alt');
    chord.keydown('Control');
    chord.keydown('Alt');
    expect(chord.keyup('Alt')).toBe(true);
    expect(chord.keyup('Control')).toBe(false);
  });

  it('leaves longer combinations to the guest', () => {
    const chord = new ReleaseChord('Control+Alt');
    for (const key of ['Control', 'Alt', 'Delete']) chord.keydown(key);
    expect(['Delete', 'Alt', 'Control'].map((key) => chord.keyup(key))).toEqual([false, false, false]);
  });

  it('does not care about order or repeated key-downs', () => {
    const chord = new ReleaseChord('Alt + control');
    for (const key of ['Alt', 'Alt', 'Control', 'Control']) chord.keydown(key);
    expect(chord.keyup('Control')).toBe(true);
  });

  it('forgets keys whose release went elsewhere', () => {
    const chord = new ReleaseChord('Control+Alt');
    chord.keydown('Control');
    chord.reset();
    chord.keydown('Alt');
    expect(chord.keyup('Alt')).toBe(false);
  });

  it('never releases with an empty setting', () => {
    const chord = new ReleaseChord('');
    chord.keydown('a');
    expect(chord.keyup('a')).toBe(false);
  });
});
