/**
 * Paints everything that shows live values: one observer of what is visible and one animation frame for all of it, however
 * much there is.
 */

export interface Painted {
  /** Called in an animation frame, only while the element is visible. */
  paint(): void;
  /** Calls when there is something new to paint. @returns stops calling */
  onTick(listener: () => void): () => void;
}

interface Entry {
  readonly painted: Painted;
  visible: boolean;
  dirty: boolean;
}

const entries = new Map<Element, Entry>();
let observer: IntersectionObserver | undefined;
let frame = 0;

/** Paints `painted` while `element` is visible: at once, and after each tick. */
export function keepPainted(element: Element, painted: Painted): () => void {
  if (entries.size === 0) start();
  const entry = { painted, visible: false, dirty: true };
  entries.set(element, entry);
  observer?.observe(element);
  const stopTicks = painted.onTick(() => {
    entry.dirty = true;
    if (entry.visible) askFrame();
  });
  return () => {
    stopTicks();
    observer?.unobserve(element);
    entries.delete(element);
    if (entries.size === 0) stop();
  };
}

function start(): void {
  observer = new IntersectionObserver(noteVisibility);
}

function stop(): void {
  observer?.disconnect();
  cancelAnimationFrame(frame);
  frame = 0;
}

function noteVisibility(changes: readonly IntersectionObserverEntry[]): void {
  for (const change of changes) {
    const entry = entries.get(change.target);
    if (entry !== undefined) entry.visible = change.isIntersecting;
  }
  askFrame();
}

function askFrame(): void {
  if (frame === 0) frame = requestAnimationFrame(paintDirty);
}

function paintDirty(): void {
  frame = 0;
  for (const entry of entries.values()) {
    if (!entry.visible || !entry.dirty) continue;
    entry.dirty = false;
    entry.painted.paint();
  }
}
