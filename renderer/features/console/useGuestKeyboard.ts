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
    if (element === null) return undefined;
    const chord = new ReleaseChord(releaseChord);
    const isGuests = (event: Event): boolean => event.target instanceof HTMLCanvasElement;
    const listening = new AbortController();
    const { signal } = listening;
    // In the capturing phase: noVNC lets nothing through.
    element.addEventListener('keydown', (event) => isGuests(event) && chord.keydown(event.key), {
      capture: true,
      signal,
    });
    element.addEventListener(
      'keyup',
      (event) => {
        if (isGuests(event) && chord.keyup(event.key)) release.current();
      },
      { capture: true, signal },
    );
    element.addEventListener('keydown', (event) => isGuests(event) && event.stopPropagation(), { signal });
    element.addEventListener('focusout', () => chord.reset(), { signal });
    return () => listening.abort();
  }, [view, releaseChord]);
}
