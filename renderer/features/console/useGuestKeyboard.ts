import { useEffect, useRef } from 'react';
import { ReleaseChord } from './releaseChord.ts';

/** While the picture has the focus every key is the guest's; the window sees only the chord that takes it back. */
export function useGuestKeyboard(
  view: { readonly current: HTMLElement | null },
  releaseChord: string,
  onRelease: () => void,
): void {
  const release = useRef(onRelease);
  useEffect(() => {
    release.current = onRelease;
  });
  useEffect(() => {
    const element = view.current;
    return element === null ? undefined : watchKeys(element, releaseChord, () => release.current());
  }, [view, releaseChord]);
}

/** @returns stops watching */
function watchKeys(element: HTMLElement, releaseChord: string, onRelease: () => void): () => void {
  const chord = new ReleaseChord(releaseChord);
  /** `KeyboardEvent.code` of what is down, by which noVNC tells keys apart, with its `key`. */
  const down = new Map<string, string>();
  const listening = new AbortController();
  // In the capturing phase: noVNC lets nothing through.
  const capturing = { capture: true, signal: listening.signal };
  const isGuests = (event: Event): boolean => event.target instanceof HTMLCanvasElement;
  element.addEventListener(
    'keydown',
    (event) => {
      if (!isGuests(event)) return;
      down.set(event.code, event.key);
      chord.keydown(event.key);
    },
    capturing,
  );
  element.addEventListener(
    'keyup',
    (event) => {
      if (!isGuests(event)) return;
      down.delete(event.code);
      if (chord.keyup(event.key)) onRelease();
    },
    capturing,
  );
  element.addEventListener('keydown', (event) => isGuests(event) && event.stopPropagation(), {
    signal: listening.signal,
  });
  element.addEventListener(
    'focusout',
    (event) => {
      if (!isGuests(event)) return;
      chord.reset();
      // The release of these keys goes elsewhere now; without it they would stay down in the guest.
      const keys = [...down];
      down.clear();
      for (const [code, key] of keys) event.target?.dispatchEvent(new KeyboardEvent('keyup', { code, key }));
    },
    { signal: listening.signal },
  );
  return () => listening.abort();
}
