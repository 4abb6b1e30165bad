/** What keys and clicks do to the selection of the grid. */
import { useCallback, useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { Domain } from '../../../shared/model/domain.ts';
import { domainVerb } from '../../nouns/domain.tsx';
import { beginDomainVerb } from '../../nouns/runVerb.ts';
import { noSelection, selectAll, selectOne, selectRange, step, toggleOne, type Selection } from './selection.ts';

const PAGE_ROWS = 15;

interface GridSelectionParts {
  readonly keys: readonly string[];
  readonly selection: Selection;
  readonly onSelect: (next: Selection) => void;
  readonly selected: readonly Domain[];
  /** Scrolls a row into sight. */
  readonly show: (index: number) => void;
}

/** `onPress` and `onToggle` are the same functions for ever, so that a row is drawn again only when it changes itself. */
export function useGridSelection({ keys, selection, onSelect, selected, show }: GridSelectionParts) {
  const now = useRef({ selection, keys, onSelect });
  useEffect(() => {
    now.current = { selection, keys, onSelect };
  });
  const onPress = useCallback((key: string, event: MouseEvent) => {
    now.current.onSelect(pressed(now.current.selection, now.current.keys, key, event));
  }, []);
  const onToggle = useCallback((key: string) => now.current.onSelect(toggleOne(now.current.selection, key)), []);

  const go = (key: string | undefined, extend: boolean): void => {
    if (key === undefined) return;
    onSelect(extend ? selectRange(selection, keys, key) : selectOne(key));
    show(keys.indexOf(key));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    if (move !== undefined) go(step(keys, selection.active, move), event.shiftKey);
    else if (event.key === 'Enter' && selection.active !== undefined) location.hash = `#/vm/${selection.active}`;
    else if (event.key === ' ' && selection.active !== undefined) onSelect(toggleOne(selection, selection.active));
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelect(selectAll(selection, keys));
    else if (isMenuKey(event)) openMenu(event.currentTarget, selection.active, keys);
    else if (event.key === 'Escape' && selection.keys.size > 0) onSelect(noSelection);
    else if (event.key === 'F2' || event.key === 'Delete') {
      const verb = domainVerb(event.key === 'F2' ? 'rename' : 'delete');
      if (verb && (selected.length === 1 || (verb.bulk && selected.length > 0))) beginDomainVerb(verb, selected);
    } else return;
    event.preventDefault();
  };
  return { onKeyDown, onPress, onToggle };
}

const isMenuKey = ({ key, shiftKey }: KeyboardEvent): boolean => key === 'ContextMenu' || (key === 'F10' && shiftKey);

/** At the active row; by itself the browser would take the middle of the grid. */
function openMenu(grid: Element, active: string | undefined, keys: readonly string[]): void {
  const row = grid.querySelector(`#vm-row-${active === undefined ? 0 : keys.indexOf(active)}`);
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

const moves: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_ROWS,
  PageUp: -PAGE_ROWS,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** A right click on a selected row keeps the selection: its menu is for all of it. */
function pressed(before: Selection, keys: readonly string[], key: string, event: MouseEvent): Selection {
  if (event.type === 'contextmenu') return before.keys.has(key) ? { ...before, active: key } : selectOne(key);
  if (event.shiftKey) return selectRange(before, keys, key);
  return event.ctrlKey || event.metaKey ? toggleOne(before, key) : selectOne(key);
}
