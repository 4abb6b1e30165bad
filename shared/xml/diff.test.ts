import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines } from './diff.ts';

const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));

test('same and removed lines are the text before, same and added lines the text after', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const lines = diffLines(before, after);
      const join = (kind: 'removed' | 'added') =>
        lines
          .filter((line) => line.kind === 'same' || line.kind === kind)
          .map((line) => line.text)
          .join('\n');
      expect(join('removed')).toBe(before);
      expect(join('added')).toBe(after);
    }),
  );
});

test('a changed line is one line removed and one added', () => {
  expect(diffLines('a\nb\nc', 'a\nx\nc')).toEqual([
    { kind: 'same', text: 'a' },
    { kind: 'removed', text: 'b' },
    { kind: 'added', text: 'x' },
    { kind: 'same', text: 'c' },
  ]);
});

test('equal texts differ nowhere', () => {
  expect(diffLines('a\nb', 'a\nb').every((line) => line.kind === 'same')).toBe(true);
});
