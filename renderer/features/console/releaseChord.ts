/** The one chord that a console keeps for itself: it gives the keyboard back to the window. */

/** Names of `KeyboardEvent.key`, as in the setting: `Control+Alt`. Lower case, without order. */
export function parseChord(setting: string): ReadonlySet<string> {
  return new Set(
    setting
      .split('+')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
  );
}

/**
 * Watches key events for the chord. It is complete when its keys were down together, nothing else was, and the first of them
 * is let go: so Control+Alt+Delete still goes to the guest while Control+Alt releases.
 */
export class ReleaseChord {
  readonly #chord: ReadonlySet<string>;
  readonly #down = new Set<string>();
  #armed = false;

  constructor(setting: string) {
    this.#chord = parseChord(setting);
  }

  keydown(key: string): void {
    this.#down.add(key.toLowerCase());
    this.#armed =
      this.#chord.size > 0 &&
      this.#down.size === this.#chord.size &&
      [...this.#chord].every((name) => this.#down.has(name));
  }

  /** @returns true when this let go of the chord */
  keyup(key: string): boolean {
    const released = this.#armed;
    this.#down.delete(key.toLowerCase());
    this.#armed = false;
    return released;
  }

  /** Forgets keys that are down: their release will not be seen (the focus went elsewhere). */
  reset(): void {
    this.#down.clear();
    this.#armed = false;
  }
}

/** As keys are printed: Ctrl instead of Control. */
export const chordText = (setting: string): string => setting.replaceAll('Control', 'Ctrl');
