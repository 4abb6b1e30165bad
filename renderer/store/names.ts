/** The order of names. */
const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Sorting ten thousand names asks for each some dozen times; a collator would take most of the time that a frame has. */
const sortKeys = new Map<string, string | undefined>();
const SORT_KEYS_KEPT = 50_000;

/** What plain comparison orders as people count (numbers by value); undefined for names that need a collator. */
function sortKey(name: string): string | undefined {
  if (sortKeys.has(name)) return sortKeys.get(name);
  if (sortKeys.size >= SORT_KEYS_KEPT) sortKeys.clear();
  const ascii = /^[ -~]*$/.test(name);
  const key = ascii ? name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(15, '0')) : undefined;
  sortKeys.set(name, key);
  return key;
}

/** By name, as people count: vm-2 before vm-10. */
export function compareNames(a: string, b: string): number {
  const keyA = sortKey(a);
  const keyB = sortKey(b);
  if (keyA === undefined || keyB === undefined) return byName.compare(a, b);
  return keyA < keyB ? -1 : keyA > keyB ? 1 : 0;
}
