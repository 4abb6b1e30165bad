import { expect, test } from 'vitest';
import { exportName } from './exportName.ts';

test('a file is named after the VM and the time, with nothing that a file system refuses', () => {
  expect(exportName('web-01', new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe('web-01 2026-01-02 03-04-05.xml');
});
