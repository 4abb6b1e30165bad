import { describe, expect, it } from 'vitest';
import { diffLines } from '../../shared/xml/diff.ts';
import { folded } from './fold.ts';

const text = (count: number): string[] => Array.from({ length: count }, (_, at) => `line ${at}`);

describe('a diff', () => {
  it('folds what stays, but for three lines around each change', () => {
    const before = text(20);
    const after = before.with(10, 'other');
    const parts = folded(diffLines(before.join('\n'), after.join('\n')));
    expect(parts.map(({ kind, lines }) => [kind, lines.length])).toEqual([
      ['folded', 7],
      ['lines', 8],
      ['folded', 6],
    ]);
  });
  it('of equal texts is one fold', () => {
    expect(folded(diffLines('a\nb', 'a\nb')).map(({ kind }) => kind)).toEqual(['folded']);
  });
});
