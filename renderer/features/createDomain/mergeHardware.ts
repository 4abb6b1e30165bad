/** Three hardware values, as in a merge of texts: what was proposed, what the user made of it, what is proposed now. */
import type { Hardware, NewDisk } from '../../../shared/model/creation/hardware.ts';

/** By content; a field that is absent and one that is undefined are the same. */
export function equal(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return [...new Set([...left.keys(), ...right.keys()])].every((key) => equal(left.get(key), right.get(key)));
}

/** What of `mine` differs from `base`, on top of `next`. */
export const mergeHardware = (base: Hardware, mine: Hardware, next: Hardware): Hardware => ({
  ...mergeFields(base, mine, next),
  cpu: mergeFields(base.cpu, mine.cpu, next.cpu),
  disks: mergeList(base.disks, mine.disks, next.disks, mergeDisk),
  nics: mergeList(base.nics, mine.nics, next.nics, mergeFields),
});

function mergeFields<T extends object>(base: T, mine: T, next: T): T {
  const merged = { ...next };
  const all = { ...base, ...mine };
  for (const key in all) if (!equal(mine[key], base[key])) merged[key] = mine[key];
  return merged;
}

/** Items that were proposed are merged one by one; those that were added stay, those that were taken away stay away. */
function mergeList<T>(
  base: readonly T[],
  mine: readonly T[],
  next: readonly T[],
  mergeItem: (base: T, mine: T, next: T) => T,
): T[] {
  if (mine.length < base.length) return [...mine];
  const known = mine.slice(0, base.length).flatMap((item, at) => {
    const [was, proposed] = [base[at], next[at]];
    if (was === undefined) return [item];
    if (proposed === undefined) return equal(item, was) ? [] : [item];
    return [mergeItem(was, item, proposed)];
  });
  return [...known, ...next.slice(base.length), ...mine.slice(base.length)];
}

function mergeDisk(base: NewDisk, mine: NewDisk, next: NewDisk): NewDisk {
  const [was, is, will] = [base.content, mine.content, next.content];
  // A volume instead of a new image: nothing of a proposal is meant for it.
  const content = was.kind === 'new' && is.kind === 'new' && will.kind === 'new' ? mergeFields(was, is, will) : is;
  return { ...mergeFields(base, mine, next), content };
}
