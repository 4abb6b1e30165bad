import { expect, test } from 'vitest';
import { longFiles } from './fileLength.ts';

const lines = (count: number): string => 'x\n'.repeat(count);

test('a file past 300 lines is reported, past 500 refused, longest first', () => {
  const files = new Map([
    ['shared/a.ts', lines(300)],
    ['shared/b.ts', lines(301)],
    ['renderer/c.tsx', lines(501)],
  ]);
  expect(longFiles(files)).toEqual([
    { file: 'renderer/c.tsx', lines: 501, level: 'fail' },
    { file: 'shared/b.ts', lines: 301, level: 'warn' },
  ]);
});

test("the protocol's tables and tests may be long", () => {
  expect(
    longFiles(
      new Map([
        ['electron/libvirt/protocol/domain.ts', lines(900)],
        ['shared/a.test.ts', lines(900)],
      ]),
    ),
  ).toEqual([]);
});
