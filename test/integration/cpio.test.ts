/** Archives for an initrd, unpacked by cpio. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cpioArchive, paddingAfter } from '../../shared/cpio.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

const directory = temporaryFolder('cpio-');
afterAll(() => rmSync(directory, { recursive: true }));

const texts = { 'preseed.cfg': 'd-i x/y string z\n', a: '', ab: 'one', abc: 'x'.repeat(5000) };
const archive = cpioArchive(
  Object.entries(texts).map(([name, text]) => ({ name, data: new TextEncoder().encode(text) })),
);

test('files come out as they went in, for root alone', () => {
  execFileSync('cpio', ['--extract', '--quiet', '--no-absolute-filenames'], { cwd: directory, input: archive });
  for (const [name, text] of Object.entries(texts)) {
    expect(readFileSync(join(directory, name), 'utf8')).toBe(text);
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  }
});

test('an archive after an initrd of any length begins where the kernel looks for it', () => {
  for (const length of [0, 1, 511, 512, 513]) expect((length + paddingAfter(length).length) % 512).toBe(0);
  expect(archive.length % 512).toBe(0);
});
