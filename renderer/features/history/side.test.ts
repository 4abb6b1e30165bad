import { expect, test } from 'vitest';
import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import { baseKey, isLater, parseBaseKey, type Base } from './side.ts';

const ref = { host: 'h1', uuid: '00000000-0000-4000-8000-000000000001' };
const bases: readonly Base[] = [
  { kind: 'before' },
  { kind: 'version', id: 12 },
  { kind: 'current', ref, which: 'live' },
  { kind: 'current', ref, which: 'persistent' },
];
const chosen: DefinitionVersionInfo = {
  ...ref,
  id: 10,
  seenAt: 0,
  kind: 'persistent' as const,
  hash: '',
  by: 'outside',
};

test.each(bases)('a choice is found again by its key: $kind', (base) => {
  expect(parseBaseKey(baseKey(base))).toEqual(base);
});

test('no two choices have the same key', () => {
  expect(new Set(bases.map(baseKey)).size).toBe(bases.length);
});

test('the older text stands first, whichever of the two was chosen', () => {
  expect(isLater({ kind: 'before' }, chosen)).toBe(false);
  expect(isLater({ kind: 'version', id: 9 }, chosen)).toBe(false);
  expect(isLater({ kind: 'version', id: 11 }, chosen)).toBe(true);
  expect(isLater({ kind: 'current', ref, which: 'persistent' }, chosen)).toBe(true);
});
