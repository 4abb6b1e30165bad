/** Where the keyboard goes when what was drawn over the page closes: back to where it was, or as near as there still is something. */
import { useEffect } from 'react';

/** Layers over the page: what is focused in them will be gone with them. */
const layers = '[role="menu"], [role="dialog"], [role="listbox"]';
/** Parts of the window that outlive what is in them. */
const regions = '[role="tree"], [role="grid"], [role="toolbar"], main, nav, header';
/** Takes the keyboard in a region: the grid itself, the tree's current row, the tab that is open. */
const stops =
  '[role="grid"], [role="treeitem"][tabindex="0"], [role="tab"][aria-selected="true"], a[href], button, input';

let last: Element | null = null;

/** Remembers what on the page was focused last. Once, by the window; returns how to stop. */
export function rememberFocus(): () => void {
  const remember = ({ target }: FocusEvent): void => {
    if (target instanceof Element && target.closest(layers) === null) last = target;
  };
  addEventListener('focusin', remember);
  return () => removeEventListener('focusin', remember);
}

/** For a dialog: while it is mounted the keyboard is its own; after that it is given back. */
export function useReturnFocus(): void {
  useEffect(() => {
    const from = last;
    const way = waysUp(from);
    return () => void requestAnimationFrame(() => giveBack(from, way));
  }, []);
}

/** The regions around an element, nearest first. */
function waysUp(element: Element | null): readonly Element[] {
  const region = element?.closest(regions) ?? null;
  return region === null ? [] : [region, ...waysUp(region.parentElement)];
}

/** Not if the keyboard has gone elsewhere meanwhile: to a question, to another page. */
function giveBack(from: Element | null, way: readonly Element[]): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  if (take(from)) return;
  for (const region of [...way.filter(({ isConnected }) => isConnected), document.body]) {
    if (take(region.matches(stops) ? region : region.querySelector(stops))) return;
  }
}

/** Whether it has the focus now. */
function take(element: Element | null): boolean {
  if (!(element instanceof HTMLElement) || !element.isConnected) return false;
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}
