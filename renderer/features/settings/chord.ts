/** What may be the chord that a console keeps for itself. */

const modifiers: readonly string[] = ['Control', 'Alt', 'AltGraph', 'Shift', 'Meta'];
/** Order in which the keys of a chord are written. */
const rank = (key: string): number => {
  const index = modifiers.indexOf(key);
  return index < 0 ? modifiers.length : index;
};

/** Keys that are no use to a guest alone: one of them is chord enough. */
const alone: readonly string[] = ['Pause', 'ScrollLock', 'ContextMenu'];

/** Keys that were held down together, as the setting has them: `Control+Alt`. */
export const chordOf = (keys: Iterable<string>): string =>
  [...new Set(keys)].toSorted((a, b) => rank(a) - rank(b)).join('+');

/** One key that a guest needs can't be the chord: neither a letter nor Control alone. */
export function isUsableChord(keys: Iterable<string>): boolean {
  const held = [...new Set(keys)];
  if (held.length > 3 || held.some((key) => key === '+' || key === 'Dead' || key === 'Unidentified')) return false;
  const [only] = held;
  if (held.length === 1) return only !== undefined && alone.includes(only);
  return held.some((key) => modifiers.includes(key));
}
