/**
 * Checks the language files: all languages say the same things (same keys, same placeholders, nothing empty), and the sources use the keys
 * that there are, and all of them.
 */
import type { WordUse } from './wordUses.ts';

/** A language file: nested names down to the words. */
export interface Words {
  readonly [name: string]: string | Words;
}

/** Every key with its words: `fleet.empty.title` -> text. */
export function flatten(words: Words, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([name, value]) =>
      typeof value === 'string' ? [[`${prefix}${name}`, value] as const] : [...flatten(value, `${prefix}${name}.`)],
    ),
  );
}

const pluralSuffix = /_(?:zero|one|two|few|many|other)$/;

/** Keys as a language without plural forms has them: `vms_one` and `vms_other` are both `vms`. */
const withoutPlural = (key: string): string => key.replace(pluralSuffix, '');

const placeholders = (text: string): string =>
  [
    ...new Set(
      [...text.matchAll(/\{\{\s*-?\s*([\w.]+)[^}]*\}\}|<\/?(\w+)\s*\/?>/g)].map((match) => match[1] ?? `<${match[2]}>`),
    ),
  ]
    .toSorted()
    .join(' ');

/** What `other` lacks or has too much, compared with `reference`. Plural forms differ between languages; the forms "other" count. */
export function differences(reference: Words, other: Words): string[] {
  const [wanted, found] = [flatten(reference), flatten(other)];
  const [wantedKeys, foundKeys] = [
    new Set([...wanted.keys()].map(withoutPlural)),
    new Set([...found.keys()].map(withoutPlural)),
  ];
  const textOf = (words: ReadonlyMap<string, string>, key: string): string =>
    words.get(key) ?? words.get(`${key}_other`) ?? '';
  const problems: string[] = [];
  for (const key of wantedKeys) if (!foundKeys.has(key)) problems.push(`${key}: missing`);
  for (const key of foundKeys) if (!wantedKeys.has(key)) problems.push(`${key}: not in the reference`);
  for (const [key, text] of found) if (text.trim() === '') problems.push(`${key}: empty`);
  for (const key of wantedKeys) {
    if (!foundKeys.has(key)) continue;
    const [want, have] = [placeholders(textOf(wanted, key)), placeholders(textOf(found, key))];
    if (want !== have) problems.push(`${key}: placeholders ${have || 'none'}, expected ${want || 'none'}`);
  }
  return problems;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * The keys that a use can mean. The types of `t` know what fills a hole: one name, at the beginning a path. A key that `hasWords` is asked about ends in whatever
 * the backend calls a thing, dots included (`task.log.${line.text}`).
 */
function patternOf({ pieces, role }: WordUse): RegExp {
  const open = pieces.length > 1 && pieces.at(-1) === '' && role === 'asked';
  const [first = '', ...rest] = (open ? pieces.slice(0, -1) : pieces).map(escaped);
  // A hole at the beginning is a whole path: the words of a question, whatever noun they are of.
  const closed = first === '' ? ['.+', rest.join('[^.]+')].join('') : [first, ...rest].join('[^.]+');
  return new RegExp(`^${closed}${open ? '[^.]+.*' : ''}$`);
}

/** Whether a template says enough to be a key: it begins with a file's name, or names a section of several (`${noun}.tasks.${method}`). */
const isKeyLike = (words: Words, [first = '', ...rest]: readonly string[]): boolean =>
  first === ''
    ? rest.some((piece) => /\.\w+\./.test(piece))
    : first.includes('.') && Object.hasOwn(words, first.slice(0, first.indexOf('.')));

const written = (pieces: readonly string[]): string => pieces.join('${…}');

/** Other words that words take in: `$t(host.uriFault.{{fault}})`. */
function usesInWords(words: ReadonlyMap<string, string>): WordUse[] {
  return [...words].flatMap(([key, text]) =>
    [...text.matchAll(/\$t\(([^),]+)/g)].map(([, inner = '']) => ({
      file: key,
      line: 1,
      pieces: inner.split(/\{\{[^}]*\}\}/),
      role: 'translated' as const,
    })),
  );
}

/** Uses of keys that are not there, and keys that nothing uses. Templates count by their pattern, plural forms as one key. */
export function misuses(
  words: Words,
  sources: readonly WordUse[],
): { readonly missing: string[]; readonly unused: string[] } {
  const flat = flatten(words);
  const keys = new Set([...flat.keys()].map(withoutPlural));
  const unused = new Set(keys);
  const missing: string[] = [];
  for (const use of [...sources, ...usesInWords(flat)]) {
    const { pieces, role } = use;
    const [first = ''] = pieces;
    const exact = pieces.length === 1;
    if (!exact && role === 'string' && !isKeyLike(words, pieces)) continue;
    const pattern = exact ? undefined : patternOf(use);
    const found = [...(pattern === undefined ? [first].filter((key) => keys.has(key)) : keys)].filter(
      (key) => pattern?.test(key) ?? true,
    );
    for (const key of found) unused.delete(key);
    if (role !== 'string' && found.length === 0)
      missing.push(`${use.file}:${use.line}: no words for ${written(pieces)}`);
  }
  return { missing, unused: [...unused] };
}
