import { expect, test } from 'vitest';
import { compareNames } from './names.ts';

const sorted = (...names: readonly string[]): readonly string[] => names.toSorted(compareNames);

test('names are ordered as people count, whatever their case', () => {
  expect(sorted('vm-10', 'VM-2', 'vm-1', 'a')).toEqual(['a', 'vm-1', 'VM-2', 'vm-10']);
});

test('names in other scripts stand in the order of the language, beside plain ones', () => {
  expect(sorted('zebra', 'äpfel', 'birne')).toEqual(['äpfel', 'birne', 'zebra']);
});

test('equal names stay where they are', () => {
  expect(compareNames('web', 'WEB')).toBe(0);
});
