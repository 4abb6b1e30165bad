import { expect, test } from 'vitest';
import { counted } from './counted.ts';

test('what several want is begun once, and ended when the last has given it back', () => {
  const did: string[] = [];
  const hold = counted((key: string) => {
    did.push(`begin ${key}`);
    return () => void did.push(`end ${key}`);
  });
  const releases = [hold('a'), hold('a'), hold('b')];
  expect(did).toEqual(['begin a', 'begin b']);
  releases[0]?.();
  expect(did).not.toContain('end a');
  releases[1]?.();
  expect(did).toEqual(['begin a', 'begin b', 'end a']);
  hold('a');
  expect(did.at(-1)).toBe('begin a');
});
