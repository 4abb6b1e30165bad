/** Two texts beside each other: what was removed stands left of what came in its place. */
import type { DiffLine } from '../../../shared/xml/diff.ts';

export interface Cell {
  /** Line number, from 1. */
  readonly number: number;
  readonly text: string;
}

export interface DiffRow {
  readonly kind: 'same' | 'changed';
  /** Absent where only the other text has a line. */
  readonly before?: Cell;
  readonly after?: Cell;
}

export function diffRows(lines: readonly DiffLine[]): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let removed: Cell[] = [];
  let added: Cell[] = [];
  let [before, after] = [0, 0];
  const flush = (): void => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      const [left, right] = [removed[index], added[index]];
      rows.push({ kind: 'changed', ...(left && { before: left }), ...(right && { after: right }) });
    }
    [removed, added] = [[], []];
  };
  for (const { kind, text } of lines) {
    if (kind === 'removed') removed.push({ number: ++before, text });
    else if (kind === 'added') added.push({ number: ++after, text });
    else {
      flush();
      rows.push({ kind, before: { number: ++before, text }, after: { number: ++after, text } });
    }
  }
  flush();
  return rows;
}
