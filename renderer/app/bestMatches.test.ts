import { expect, test } from 'vitest';
import { bestMatches } from './bestMatches.ts';

const named = (...labels: readonly string[]) =>
  labels.map((label) => ({ label, also: label === 'mail' ? 'rack-web' : '' }));
const labels = (of: readonly { readonly label: string }[]): readonly string[] => of.map(({ label }) => label);

test('what begins so comes before words that begin so, before what holds it, before what is also found by it', () => {
  const items = named('mail', 'cobweb', 'old-web', 'web-1');
  expect(labels(bestMatches(items, 'WEB'))).toEqual(['web-1', 'old-web', 'cobweb', 'mail']);
});

test('equal matches are ordered by name, as people count', () => {
  expect(labels(bestMatches(named('vm-10', 'vm-2', 'vm-1'), 'vm'))).toEqual(['vm-1', 'vm-2', 'vm-10']);
});

test('before anything is typed a long list shows its beginning by name', () => {
  expect(labels(bestMatches(named('c', 'a', 'b'), ' ', 2))).toEqual(['a', 'b']);
});

test('what does not match is left out', () => {
  expect(bestMatches(named('a'), 'z')).toEqual([]);
});
