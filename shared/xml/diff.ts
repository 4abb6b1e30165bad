/** What differs between two texts, line by line (Myers: the fewest lines removed and added). */

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Lines of `after` and those of `before` it no longer has, in reading order; a removed line stands before what replaced it. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const from = before.split('\n');
  const to = after.split('\n');
  const trail = shortestTrail(from, to);
  const lines: DiffLine[] = [];
  let x = from.length;
  let y = to.length;
  for (let depth = trail.length - 1; depth >= 0; depth--) {
    const reach = trail[depth] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -depth || (k !== depth && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const previousK = down ? k + 1 : k - 1;
    const previousX = depth === 0 ? 0 : (reach.get(previousK) ?? 0);
    const previousY = depth === 0 ? 0 : previousX - previousK;
    while (x > previousX && y > previousY) {
      lines.push({ kind: 'same', text: from[--x] ?? '' });
      y--;
    }
    if (depth === 0) break;
    if (down) lines.push({ kind: 'added', text: to[--y] ?? '' });
    else lines.push({ kind: 'removed', text: from[--x] ?? '' });
  }
  return lines.toReversed();
}

/** For every number of edits, the furthest line of `from` reached on each diagonal before that edit. */
function shortestTrail(from: readonly string[], to: readonly string[]): readonly ReadonlyMap<number, number>[] {
  const reach = new Map<number, number>([[1, 0]]);
  const trail: ReadonlyMap<number, number>[] = [];
  for (let depth = 0; depth <= from.length + to.length; depth++) {
    trail.push(new Map(reach));
    for (let k = -depth; k <= depth; k += 2) {
      const down = k === -depth || (k !== depth && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < from.length && x - k < to.length && from[x] === to[x - k]) x++;
      reach.set(k, x);
      if (x >= from.length && x - k >= to.length) return trail;
    }
  }
  return trail;
}
