import { describe, expect, test } from 'vitest';
import { cpusetText, cpusOf } from './cpuset.ts';

describe('a set of CPUs', () => {
  test.each([
    ['0', [0]],
    ['0-3,^2,8', [0, 1, 3, 8]],
    ['7,0-1', [0, 1, 7]],
  ])('%s', (text, cpus) => expect(cpusOf(text)).toEqual(cpus));
  test.each(['', 'a', '3-1', '1-', '^1-2', '0-99999'])('%j is none', (text) => expect(cpusOf(text)).toBeUndefined());
  test('is written as short as can be', () => {
    expect(cpusetText([8, 0, 1, 2, 3])).toBe('0-3,8');
    expect(cpusetText([])).toBe('');
  });
});
