import { expect, test } from 'vitest';
import { canGo, withFile, withoutFile } from './chosenFiles.ts';

const file = (path: string, above: readonly string[] = [], rest: { readonly why?: 'runsElsewhere' } = {}) => ({
  path,
  above,
  pool: 'default',
  ...rest,
});
const chain = [file('/top'), file('/middle', ['/top']), file('/base', ['/middle', '/top'])];

test('a file takes along those that are based on it', () => {
  expect(withFile(chain, [], '/base')).toEqual(['/base', '/middle', '/top']);
  expect(withFile(chain, ['/top'], '/middle')).toEqual(['/top', '/middle']);
});

test('a file that stays keeps those it is based on', () => {
  expect(withoutFile(chain, ['/top', '/middle', '/base'], '/middle')).toEqual(['/top']);
  expect(withoutFile(chain, ['/top', '/middle'], '/top')).toEqual([]);
});

test('a file beneath one that cannot go cannot go either', () => {
  const { pool: _, ...elsewhere } = file('/top');
  expect(canGo(chain, '/base')).toBe(true);
  expect(canGo([elsewhere, file('/base', ['/top'])], '/base')).toBe(false);
  expect(canGo([file('/top', [], { why: 'runsElsewhere' }), file('/base', ['/top'])], '/base')).toBe(false);
});
