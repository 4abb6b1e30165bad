import { describe, expect, test } from 'vitest';
import { verbs } from '../../electron/backend/verbs.ts';
import { uriFaults } from '../../electron/libvirt/transport/uriFault.ts';
import { errorCodes } from '../../shared/errors.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';
import { taskKey } from './taskKey.ts';

/** Words by their whole key: `error.timeout.title`. */
function wordsOf(node: unknown, prefix = ''): readonly (readonly [string, string])[] {
  if (typeof node === 'string') return [[prefix, node]];
  if (typeof node !== 'object' || node === null) throw new Error(`${prefix} is neither words nor a group of words`);
  return Object.entries(node).flatMap(([name, child]) => wordsOf(child, prefix === '' ? name : `${prefix}.${name}`));
}

const languages = [
  { language: 'en', words: new Map(wordsOf(en)) },
  { language: 'zh-CN', words: new Map(wordsOf(zhCN)) },
];

/** English tells one from many and Chinese doesn't (CLDR), so `x_one` has its counterpart in `x_other`. */
const counterpart = (key: string): string => key.replace(/_one$/, '_other');
const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted();

describe.each(languages)('in $language', ({ language, words }) => {
  test.each(errorCodes)('the error %s has a title and a remedy', (code) => {
    expect(words.get(`error.${code}.title`)).toMatch(/[^.。!！]$/);
    expect(words.get(`error.${code}.remedy`)).toMatch(/\S/);
  });

  test.each([...verbs.keys()])('a task of the verb %s names its object', (verb) => {
    expect(words.get(taskKey(verb))).toContain('{{name}}');
  });

  test.each(Object.entries(uriFaults))('what is wrong with a URI (%s) is told with the same values', (fault, told) => {
    expect(placeholders(words.get(`host.uriFault.${fault}`) ?? '')).toEqual(placeholders(told));
  });

  test('every plural has all the forms of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const stems = [...words.keys()].flatMap((key) => /^(.+)_(?:one|other)$/.exec(key)?.[1] ?? []);
    expect(stems.flatMap((stem) => forms.map((form) => `${stem}_${form}`)).filter((key) => !words.has(key))).toEqual(
      [],
    );
  });

  test('nothing is left empty', () => {
    expect([...words].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });
});

test('both languages say the same things with the same values', () => {
  const shape = (words: ReadonlyMap<string, string>) =>
    Object.fromEntries([...words].map(([key, text]) => [counterpart(key), placeholders(text)]));
  const [english, chinese] = languages.map(({ words }) => shape(words));
  expect(chinese).toEqual(english);
});
