import { expect, test } from 'vitest';
import { differences } from './words.ts';

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
