/**
 * Paints everything that shows live measurements: one tick subscription, one observer of what is visible and one animation
 * frame for all of them, however many there are.
 */
import type { HostId } from '../../shared/model/host.ts';
import { onTick } from '../store/stats.ts';

export interface Painted {
  readonly host: HostId;
  /** `theme` changes when colours may have changed. Called in an animation frame, only while the element is visible. */
  paint(theme: number): void;
}

interface Entry {
  readonly painted: Painted;
  visible: boolean;
  dirty: boolean;
}

const entries = new Map<Element, Entry>();
let observer: IntersectionObserver | undefined;
let stopTicks: (() => void) | undefined;
let frame = 0;
let theme = 0;

/** Paints `painted` while `element` is visible: at once, after each tick of its host, and when the colours change. */
export function keepPainted(element: Element, painted: Painted): () => void {
  if (entries.size === 0) start();
  entries.set(element, { painted, visible: false, dirty: true });
  observer?.observe(element);
  return () => {
    observer?.unobserve(element);
    entries.delete(element);
    if (entries.size === 0) stop();
  };
}

/** Calls when colours may have changed: the colour scheme stands in attributes of the root element. */
export function onThemeChange(listener: () => void): () => void {
  const attributes = new MutationObserver(listener);
  attributes.observe(document.documentElement, { attributes: true });
  const contrast = matchMedia('(forced-colors: active)');
  contrast.addEventListener('change', listener);
  return () => {
    attributes.disconnect();
    contrast.removeEventListener('change', listener);
  };
}

let stopTheme: (() => void) | undefined;

function start(): void {
  observer = new IntersectionObserver(noteVisibility);
  stopTicks = onTick((host) => markDirty((entry) => entry.painted.host === host));
  stopTheme = onThemeChange(() => {
    theme += 1;
    markDirty(() => true);
  });
}

function stop(): void {
  observer?.disconnect();
  stopTicks?.();
  stopTheme?.();
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

function markDirty(which: (entry: Entry) => boolean): void {
  for (const entry of entries.values()) if (which(entry)) entry.dirty = true;
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
    entry.painted.paint(theme);
  }
}
