import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply, isEmpty, noChanges, snapshot, squash, type Changes } from './changes.ts';

type Records = Readonly<Record<string, number>>;

const id = fc.constantFrom('a', 'b', 'c', 'd');
const records = fc.dictionary(id, fc.integer({ min: 0, max: 3 }), { noNullPrototype: true });

/** What turns `before` into `after`. */
const between = (before: Records, after: Records): Changes<number> => {
  const pick = (which: (key: string) => boolean) => Object.entries(after).filter(([key]) => which(key));
  return {
    added: Object.fromEntries(pick((key) => !(key in before))),
    updated: Object.fromEntries(pick((key) => key in before && before[key] !== after[key])),
    removed: Object.keys(before).filter((key) => !(key in after)),
  };
};

describe('changes', () => {
  test('applying the difference of two collections to the first gives the second', () => {
    fc.assert(
      fc.property(records, records, (before, after) => {
        expect(apply(before, between(before, after))).toEqual(after);
      }),
    );
  });

  test('two changes squashed do what they do one after the other', () => {
    fc.assert(
      fc.property(records, records, records, (first, second, third) => {
        const squashed = squash(between(first, second), between(second, third));
        expect(apply(first, squashed)).toEqual(third);
      }),
    );
  });

  test('no id stands in two parts of squashed changes', () => {
    fc.assert(
      fc.property(records, records, records, (first, second, third) => {
        const { added, updated, removed } = squash(between(first, second), between(second, third));
        const ids = [...Object.keys(added), ...Object.keys(updated), ...removed];
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  test('what is added and removed again leaves no trace', () => {
    const changes = squash(between({}, { a: 1 }), between({ a: 1 }, {}));
    expect(isEmpty(changes)).toBe(true);
  });

  test('a snapshot applied to nothing gives everything', () => {
    expect(apply({}, snapshot([['a', 1]]))).toEqual({ a: 1 });
  });

  test('records that did not change keep their identity', () => {
    const kept = { value: 1 };
    const before = { kept, gone: { value: 2 } };
    const after = apply(before, { added: {}, updated: {}, removed: ['gone'] });
    expect(after['kept']).toBe(kept);
    expect(apply(before, noChanges<{ value: number }>())).toBe(before);
  });
});
