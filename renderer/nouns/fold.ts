/** Unchanged lines, or rows of two columns, shown around each change. */
const CONTEXT = 3;

export interface Part<T> {
  readonly kind: 'lines' | 'folded';
  readonly lines: readonly T[];
}

/** Long runs of unchanged lines become one fold each. */
export function folded<T extends { readonly kind: string }>(lines: readonly T[]): readonly Part<T>[] {
  const shown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'same'),
  );
  const parts: { kind: Part<T>['kind']; lines: T[] }[] = [];
  for (const [index, line] of lines.entries()) {
    const kind = shown[index] === true ? 'lines' : 'folded';
    const last = parts.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  }
  return parts;
}
