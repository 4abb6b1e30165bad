/** Chromium's Keyboard Lock: in full screen even Alt+Tab and Super go to the page (https://wicg.github.io/keyboard-lock/). */
interface LockableKeyboard {
  lock(): Promise<void>;
}

function lockableKeyboard(): LockableKeyboard | undefined {
  if (!('keyboard' in navigator)) return undefined;
  const { keyboard } = navigator;
  return isLockable(keyboard) ? keyboard : undefined;
}

const isLockable = (keyboard: unknown): keyboard is LockableKeyboard =>
  typeof keyboard === 'object' && keyboard !== null && 'lock' in keyboard && typeof keyboard.lock === 'function';

/** Shows the element on the whole screen, or no longer. Where the platform refuses, the window simply stays as it is. */
export async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement !== null) {
    await leaveFullScreen();
    return;
  }
  if (element === null) return;
  try {
    await element.requestFullscreen();
    await lockableKeyboard()?.lock();
  } catch {
    // Denied by the user's settings or the permission policy: nothing changed.
  }
}

export async function leaveFullScreen(): Promise<void> {
  if (document.fullscreenElement !== null) await document.exitFullscreen();
}
