/** Which rows are selected, and what keys and clicks do to that. Pure, so that it can be told in tests. */

export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** Where the keyboard is. */
  readonly active: string | undefined;
  /** Where a range begins. */
  readonly anchor: string | undefined;
}

export const noSelection: Selection = { keys: new Set(), active: undefined, anchor: undefined };

/** Only this row. */
export const selectOne = (key: string): Selection => ({ keys: new Set([key]), active: key, anchor: key });

/** This row as well, or no longer. */
export function toggleOne({ keys }: Selection, key: string): Selection {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return { keys: next, active: key, anchor: key };
}

/** All rows from the anchor to this one. */
export function selectRange({ anchor }: Selection, rows: readonly string[], key: string): Selection {
  const from = rows.indexOf(anchor ?? key);
  const to = rows.indexOf(key);
  if (from < 0 || to < 0) return selectOne(key);
  const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { keys: new Set(range), active: key, anchor: anchor ?? key };
}

export const selectAll = (before: Selection, rows: readonly string[]): Selection => ({
  ...before,
  keys: new Set(rows),
});

/** The active row after an arrow key; when there was none the first one, or for End the last. */
export function step(rows: readonly string[], active: string | undefined, by: number): string | undefined {
  const at = active === undefined ? -1 : rows.indexOf(active);
  if (at < 0) return by === Number.POSITIVE_INFINITY ? rows.at(-1) : rows[0];
  return rows[Math.max(0, Math.min(rows.length - 1, at + by))];
}
