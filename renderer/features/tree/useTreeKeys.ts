/** What keys do in the tree. */
import { useRef, type KeyboardEvent } from 'react';
import { isVerbKey, runVerbKey } from '../../nouns/verbKeys.ts';
import { findByTyping, moveInTree, openRow, rowObject, type TreeRow } from './rows.ts';

/** Letters typed within this time belong together. */
const TYPING_MS = 700;

interface TreeKeysParts {
  readonly rows: readonly TreeRow[];
  readonly focused: number;
  readonly focus: (index: number) => void;
  readonly toggle: (row: TreeRow, open: boolean) => void;
}

export function useTreeKeys({ rows, focused, focus, toggle }: TreeKeysParts): (event: KeyboardEvent) => void {
  const typing = useRef({ text: '', at: 0 });

  const typeAhead = (letter: string): void => {
    const { text, at } = typing.current;
    const typed = performance.now() - at < TYPING_MS ? text + letter : letter;
    typing.current = { text: typed, at: performance.now() };
    const found = findByTyping(rows, focused, typed);
    if (found !== undefined) focus(found);
  };
  return (event) => {
    const row = rows[focused];
    if (row && runVerbKey(event, rowObject(row))) {
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moveInTree(rows, focused, event.key);
    if (move?.kind === 'focus') focus(move.index);
    else if (move) toggle(move.row, move.kind === 'open');
    else if (event.key === 'Enter' && row) openRow(row);
    else if (isLetter(event.key)) typeAhead(event.key);
    // What this row can't do is not meant for the object of the page.
    else if (!isVerbKey(event)) return;
    event.preventDefault();
  };
}

/** Space, slash and question mark are the window's own. */
const isLetter = (key: string): boolean => key.length === 1 && ![' ', '/', '?'].includes(key);
