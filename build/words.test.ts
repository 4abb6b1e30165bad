import { expect, test } from 'vitest';
import { usesOf } from './wordUses.ts';
import { differences, misuses, type Words } from './words.ts';

test('equal keys and placeholders are complete', () => {
  expect(differences({ vm: { start: 'Start {{name}}' } }, { vm: { start: '启动 {{name}}' } })).toEqual([]);
});

test('a missing, an extra and an empty key are named', () => {
  expect(differences({ a: 'A', b: 'B' }, { b: ' ', c: 'C' })).toEqual([
    'a: missing',
    'c: not in the reference',
    'b: empty',
  ]);
});

test('a lost or misspelt placeholder is named', () => {
  expect(differences({ a: '{{count}} of {{total}}' }, { a: '{{count}}' })).toEqual([
    'a: placeholders count, expected count total',
  ]);
});

test('tags are placeholders too', () => {
  expect(differences({ a: 'See <link>here</link>' }, { a: '见此处' })).toEqual([
    'a: placeholders none, expected <link>',
  ]);
});

test('a language without plural forms needs only the form "other"', () => {
  expect(
    differences({ vms_one: '{{count}} VM', vms_other: '{{count}} VMs' }, { vms_other: '{{count}} 台虚拟机' }),
  ).toEqual([]);
});

const misusesIn = (words: Words, source: string) => misuses(words, usesOf('a.ts', source));

test('a key that is not there is named with its place', () => {
  expect(misusesIn({ a: { b: 'B' } }, `t('a.b');\nt('a.c')`).missing).toEqual(['a.ts:2: no words for a.c']);
});

test('a template that no key fits is missing, translated or asked about', () => {
  const words = { task: { state: { done: 'Done' } } };
  expect(misusesIn(words, 't(`task.state.${state}`)').missing).toEqual([]);
  expect(misusesIn(words, 't(`taskState.${state}`)').missing).toEqual(['a.ts:1: no words for taskState.${…}']);
  expect(misusesIn(words, 'const key = `taskLog.${text}`; hasWords(key)').missing).toHaveLength(1);
});

test('a string that is handed to nobody is not missing', () => {
  expect(misusesIn({ a: { b: 'B' } }, `t('a.b'); run('a.start'); write(\`a.\${id}.size\`)`).missing).toEqual([]);
});

test('a key that nothing uses is named', () => {
  expect(misusesIn({ a: { b: 'B', c: 'C' } }, `t('a.b')`).unused).toEqual(['a.c']);
});

test('plural forms are one key', () => {
  expect(misusesIn({ a: { vms_one: 'VM', vms_other: 'VMs' } }, `t('a.vms', { count })`)).toEqual({
    missing: [],
    unused: [],
  });
});

test('a hole is one name, unless hasWords is asked about it', () => {
  const words = { log: { done: 'Done', copy: { begin: 'Begin' } } };
  expect(misusesIn(words, 't(`log.${text}`)').unused).toEqual(['log.copy.begin']);
  expect(misusesIn(words, 'const key = `log.${text}`; hasWords(key)').unused).toEqual([]);
});

test('a template that fits anything uses nothing', () => {
  const source = 'const all = [`${a}.${b}`, `${a}`, `h${n}`, `${a}Hint`]';
  expect(misusesIn({ host: { name: 'Host', nameHint: 'Unique' } }, source).unused).toEqual([
    'host.name',
    'host.nameHint',
  ]);
});

test('a section that several nouns have is used by its name', () => {
  const words = { domain: { verbs: { start: 'Start' } }, host: { verbs: { edit: 'Edit' }, title: 'Host' } };
  expect(misusesIn(words, 't(`${noun}.verbs.${id}`)').unused).toEqual(['host.title']);
});

test('words use the words that they take in', () => {
  const words = (fault: string) => ({
    error: { uri: `Check: $t(${fault}.{{fault}})` },
    host: { fault: { form: 'form' } },
  });
  expect(misusesIn(words('host.fault'), `t('error.uri')`)).toEqual({ missing: [], unused: [] });
  expect(misusesIn(words('fault'), `t('error.uri')`).missing).toEqual(['error.uri:1: no words for fault.${…}']);
});
