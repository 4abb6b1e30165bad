/** Checks that the language files say the same things: same keys, same placeholders, nothing empty. */

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
