import { expect, test } from 'vitest';
import { usesOf } from './wordUses.ts';

const uses = (text: string) => usesOf('a.tsx', text).map(({ pieces, role }) => [pieces.join('*'), role]);

test('what is handed to t is translated, each side of a choice too, but not the condition', () => {
  expect(uses(`t('a.b'); i18next.t(kind === 'x' ? 'a.c' : 'a.d', { name })`)).toEqual([
    ['a.b', 'translated'],
    ['x', 'string'],
    ['a.c', 'translated'],
    ['a.d', 'translated'],
  ]);
});

test('a template is what is fixed of it', () => {
  expect(uses('t(`errors.${code}.title`)')).toEqual([['errors.*.title', 'translated']]);
});

test('a hole with a choice of words is both keys', () => {
  expect(uses(`t(\`a.\${many ? 'all' : 'one'}\`)`).filter(([, role]) => role === 'translated')).toEqual([
    ['a.all', 'translated'],
    ['a.one', 'translated'],
  ]);
});

test('a constant that hasWords is asked about is asked', () => {
  expect(uses('const key = `log.${text}`; hasWords(key) && t(key)')).toEqual([['log.*', 'asked']]);
});

test('a string in a table may be a key', () => {
  expect(uses(`const table = { label: 'a.b' }`)).toEqual([['a.b', 'string']]);
});

test('comments are no uses', () => {
  expect(uses("/** `a.b` and 'a.c' */\n// t('a.d')")).toEqual([]);
});

test('a use knows its line', () => {
  expect(usesOf('a.ts', `\n\nt('a.b')`)[0]).toMatchObject({ file: 'a.ts', line: 3 });
});
