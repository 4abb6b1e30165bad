import { linkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/lab/lifeline.ts';
import { readFileIds } from './fileIds.ts';
import { localShell } from './transport/shell.ts';

const here = { shell: localShell };
const signal = AbortSignal.timeout(60_000);

test('links of all kinds lead to one file', async () => {
  const folder = temporaryFolder('file-ids-');
  const file = join(folder, "it's $(here) \u00e4.qcow2");
  const other = join(folder, 'other');
  writeFileSync(file, '');
  writeFileSync(other, '');
  symlinkSync(file, join(folder, 'soft'));
  linkSync(file, join(folder, 'hard'));
  symlinkSync(folder, join(folder, 'folder'));
  const same = [file, join(folder, 'soft'), join(folder, 'hard'), join(folder, 'folder/hard')];
  const ids = await readFileIds(here, [...same, other, join(folder, 'missing')], signal);
  expect(new Set(same.map((path) => ids?.get(path))).size).toBe(1);
  expect(ids?.get(file)).toMatch(/^\d+:\d+$/);
  expect(ids?.get(other)).not.toBe(ids?.get(file));
  expect(ids?.has(join(folder, 'missing'))).toBe(false);
});

test('what is no path of one line is not asked for', async () => {
  expect(await readFileIds(here, [], signal)).toEqual(new Map());
  expect(await readFileIds(here, ['pool/volume', '/line\nbreak'], signal)).toEqual(new Map());
});

test('a host without a shell tells nothing', async () => {
  expect(await readFileIds({}, ['/etc/hosts'], signal)).toBeUndefined();
  const nologin = { shell: async () => Buffer.from('This account is currently not available.\n') };
  expect(await readFileIds(nologin, ['/etc/hosts'], signal)).toBeUndefined();
});
