/** What keys and clicks do to the selection of a grid. */
import { useCallback, useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { HEAD_HEIGHT, ROW_HEIGHT } from './measures.ts';
import { noSelection, selectAll, selectOne, selectRange, step, toggleOne, type Selection } from './selection.ts';

interface GridKeysParts {
  /** Of the grid; its rows have ids made of it. */
  readonly id: string;
  readonly keys: readonly string[];
  readonly selection: Selection;
  readonly onSelect: (next: Selection) => void;
  /** Scrolls a row into sight. */
  readonly show: (index: number) => void;
  readonly onOpen: (key: string) => void;
  /** The keys that are left; true: it was one of its own. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** `onPress`, `onToggle` and `onOpen` are the same functions for ever, so that a row is drawn again only when it changes itself. */
export function useGridKeys({ id, keys, selection, onSelect, show, onOpen, onKey }: GridKeysParts) {
  const now = useRef({ selection, keys, onSelect, onOpen });
  useEffect(() => {
    now.current = { selection, keys, onSelect, onOpen };
  });
  const onPress = useCallback((key: string, event: MouseEvent) => {
    now.current.onSelect(pressed(now.current.selection, now.current.keys, key, event));
  }, []);
  const onToggle = useCallback((key: string) => now.current.onSelect(toggleOne(now.current.selection, key)), []);
  const onOpenRow = useCallback((key: string) => now.current.onOpen(key), []);

  const go = (key: string | undefined, extend: boolean): void => {
    if (key === undefined) return;
    onSelect(extend ? selectRange(selection, keys, key) : selectOne(key));
    show(keys.indexOf(key));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // The head has keys of its own.
    if (event.target instanceof Element && event.target.closest('[role="columnheader"]') !== null) return;
    const { active } = selection;
    const by = moves[event.key]?.(pageRows(event.currentTarget));
    if (by !== undefined) go(step(keys, active, by), event.shiftKey);
    else if (event.key === 'Enter' && active !== undefined) onOpen(active);
    else if (event.key === ' ' && active !== undefined) onSelect(toggleOne(selection, active));
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelect(selectAll(selection, keys));
    else if (isMenuKey(event))
      openMenu(event.currentTarget, id, active === undefined ? undefined : keys.indexOf(active));
    else if (event.key === 'Escape' && selection.keys.size > 0) onSelect(noSelection);
    else if (!onKey(event)) return;
    event.preventDefault();
  };
  return { onKeyDown, onPress, onToggle, onOpen: onOpenRow };
}

/** Rows that are seen, but one: the last one is seen again on the next page. */
const pageRows = ({ clientHeight }: Element): number =>
  Math.max(1, Math.floor((clientHeight - HEAD_HEIGHT) / ROW_HEIGHT) - 1);

const moves: Readonly<Record<string, (page: number) => number>> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: (page) => page,
  PageUp: (page) => -page,
  Home: () => Number.NEGATIVE_INFINITY,
  End: () => Number.POSITIVE_INFINITY,
};

const isMenuKey = ({ key, shiftKey }: KeyboardEvent): boolean => key === 'ContextMenu' || (key === 'F10' && shiftKey);

/** At the active row; by itself the browser would take the middle of the grid. */
function openMenu(grid: Element, id: string, active: number | undefined): void {
  const row = grid.querySelector(`#${rowId(id, active ?? 0)}`);
  if (row === null && active === undefined) return;
  // A menu at a place that is scrolled out of sight is not shown at all.
  const sight = grid.getBoundingClientRect();
  const below = row?.getBoundingClientRect().bottom ?? sight.top;
  const clientY = Math.min(Math.max(below, sight.top), sight.bottom - 1);
  const at = { clientX: sight.left + MENU_INDENT, clientY };
  // A row that is far from sight is not drawn; the selection has it all the same.
  (row ?? grid).dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
}

/** Of a row's menu from its left edge, in pixels: below the name. */
const MENU_INDENT = 48;

/** Of the element that is a row, by its place. */
export const rowId = (grid: string, index: number): string => `${grid}-row-${index}`;

/** A right click on a selected row keeps the selection: its menu is for all of it. */
function pressed(before: Selection, keys: readonly string[], key: string, event: MouseEvent): Selection {
  if (event.type === 'contextmenu') return before.keys.has(key) ? { ...before, active: key } : selectOne(key);
  if (event.shiftKey) return selectRange(before, keys, key);
  return event.ctrlKey || event.metaKey ? toggleOne(before, key) : selectOne(key);
}
