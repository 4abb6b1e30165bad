/** What of a list is meant by what was typed. */
import { compareNames } from '../store/names.ts';

interface Named {
  readonly label: string;
  /** Found by this as well, less well. */
  readonly also?: string;
}

/** 0 is best: begins so, a word in it begins so, it is somewhere inside, it is in what it is also found by; undefined: no match. */
function rank({ label, also }: Named, wanted: string): number | undefined {
  const name = label.toLowerCase();
  const at = name.indexOf(wanted);
  if (at === 0) return 0;
  if (at > 0) return /[\p{L}\p{N}]/u.test(name.charAt(at - 1)) ? 2 : 1;
  return also?.toLowerCase().includes(wanted) === true ? 3 : undefined;
}

/**
 * Best matches first, equal ones by name. Nothing typed leaves a list as it is if all of it is wanted (`limit` absent), and sorts it by
 * name if only its beginning is.
 */
export function bestMatches<T extends Named>(items: readonly T[], query: string, limit?: number): readonly T[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '' && limit === undefined) return items;
  const found = items.flatMap((item) => {
    const ranked = wanted === '' ? 0 : rank(item, wanted);
    return ranked === undefined ? [] : [{ item, ranked }];
  });
  return found
    .toSorted((a, b) => a.ranked - b.ranked || compareNames(a.item.label, b.item.label))
    .slice(0, limit)
    .map(({ item }) => item);
}
