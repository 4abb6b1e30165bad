import { describe, expect, test } from 'vitest';
import { describedKinds, nounOf } from './nounOf.ts';

describe.each(describedKinds)('the verbs of %s', (kind) => {
  const { verbs } = nounOf[kind];

  test('have an id and a key of their own', () => {
    const ids = verbs.map(({ id }) => id);
    const keys = verbs.flatMap(({ shortcut }) => shortcut ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('stand together by group, what destroys last', () => {
    const groups = verbs.map(({ group }) => group).filter((group, at, all) => group !== all[at - 1]);
    expect(new Set(groups).size).toBe(groups.length);
    expect(groups.slice(0, -1)).not.toContain('danger');
  });

  test('that force have a gentler way among the others', () => {
    const ways = verbs.flatMap(({ confirm }) => (confirm === 'none' ? [] : (confirm.gentler?.verb ?? [])));
    expect(verbs.map(({ id }) => id)).toEqual(expect.arrayContaining(ways));
  });
});
