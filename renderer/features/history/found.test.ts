import { expect, test } from 'vitest';
import type { DefinitionHit, DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import { foundVersions } from './found.ts';

const version = (id: number): DefinitionVersionInfo => ({
  id,
  host: 'h',
  uuid: '',
  seenAt: id,
  kind: 'persistent',
  hash: '',
  by: 'outside',
});
const versions = [version(3), version(2), version(1)];
const sentences = [['Title: a → b'], ['NIC, MAC address: 52:54:00:00:00:01 → 52:54:00:00:00:02', 'vCPUs: 1 → 2'], []];
const hit = (id: number): DefinitionHit => ({ version: version(id), lines: [{ kind: 'added', text: '<mac/>' }] });

const found = (text: string, hits: readonly DefinitionHit[] = []) =>
  foundVersions(versions, sentences, hits, text).map((each) => [each.version.id, each.sentences, each.lines.length]);

test('a property is found by its word, in upper or lower case, and only what has the word is told', () => {
  expect(found('mac address')).toEqual([[2, ['NIC, MAC address: 52:54:00:00:00:01 → 52:54:00:00:00:02'], 0]]);
});

test('a value is found, old or new', () => {
  expect(found('00:01')).toHaveLength(1);
  expect(found('00:02')).toHaveLength(1);
});

test('what has no word is found in the XML', () => {
  expect(found('mac/', [hit(1)])).toEqual([[1, [], 1]]);
});

test('found both ways it is told once, and all in the order of the history', () => {
  expect(found('mac', [hit(1), hit(2)]).map(([id]) => id)).toEqual([2, 1]);
});

test('nothing is found by what nobody changed', () => {
  expect(found('serial')).toEqual([]);
});
