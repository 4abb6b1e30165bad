import { expect, test } from 'vitest';
import { fileNameOf, freeName } from './names.ts';

test('a name is proposed that no VM has', () => {
  expect(freeName('debian12', new Set())).toBe('debian12');
  expect(freeName('debian12', new Set(['debian12', 'debian12-2']))).toBe('debian12-3');
});

test('a file is named after the last part of its address', () => {
  expect(fileNameOf('https://x.example/iso/a%20b.iso?x=1#y')).toBe('a b.iso');
  expect(fileNameOf('/var/lib/100%.iso')).toBe('100%.iso');
});
