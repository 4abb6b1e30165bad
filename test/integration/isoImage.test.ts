/** The images we make, read by other people's programs: isoinfo (cdrkit) and blkid, by which cloud-init finds its seed. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isoImage } from '../../shared/iso9660/image.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

const directory = temporaryFolder('iso-');
const image = join(directory, 'seed.iso');
const texts: Readonly<Record<string, string>> = {
  'user-data': '#cloud-config\n',
  'meta-data': 'instance-id: a\n',
  'network-config': 'version: 2\n'.repeat(400),
  'Autounattend.xml': '<unattend/>',
  'a-rather-long-name-of-a-file-with-many-letters-in-it.tar.gz': 'long',
  'a-rather-long-name-of-a-file-with-many-letters-in-it-too.tar.gz': 'too',
  empty: '',
};
const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`file-${index}.txt`, `text ${index}`]));

const write = (files: Readonly<Record<string, string>>, label = 'cidata'): void =>
  writeFileSync(
    image,
    isoImage(
      Object.entries(files).map(([name, text]) => ({ name, data: new TextEncoder().encode(text) })),
      label,
    ),
  );
const run = (command: string, ...parameters: readonly string[]): string =>
  execFileSync(command, parameters, { encoding: 'utf8' });
/** Names as isoinfo finds them in one of the trees. */
const names = (tree: '-R' | '-J'): readonly string[] =>
  run('isoinfo', '-f', tree, '-i', image)
    .split('\n')
    .filter(Boolean)
    .map((name) => name.slice(1))
    .toSorted();
const read = (tree: '-R' | '-J', name: string): string => run('isoinfo', tree, '-i', image, '-x', `/${name}`);

afterAll(() => rmSync(directory, { recursive: true }));

test('blkid finds an ISO 9660 file system labelled cidata, as cloud-init looks for it', () => {
  write(texts);
  const found = Object.fromEntries(
    run('blkid', '-p', '-o', 'export', image)
      .split('\n')
      .map((line) => line.split('=')),
  );
  expect(found).toMatchObject({ TYPE: 'iso9660', LABEL: 'cidata' });
});

describe.each([
  ['Linux, through Rock Ridge', '-R'],
  ['Windows, through Joliet', '-J'],
] as const)('%s', (_, tree) => {
  test('sees names as they are', () => {
    write(texts);
    expect(names(tree)).toEqual(Object.keys(texts).toSorted());
  });

  test('reads what is in them', () => {
    write(texts);
    for (const [name, text] of Object.entries(texts)) expect(read(tree, name)).toBe(text);
  });

  test('sees all files of a directory of several sectors', () => {
    write(many);
    expect(names(tree)).toEqual(Object.keys(many).toSorted());
    expect(read(tree, 'file-59.txt')).toBe('text 59');
  });
});

test('nobody but root may read the files: there are hashed passwords in them', () => {
  write(texts);
  expect(run('isoinfo', '-l', '-R', '-i', image)).toMatch(/^-r-{8}.* user-data/m);
});

test('a plain ISO 9660 reader sees level 2 names, no two alike', () => {
  write(texts);
  const plain = run('isoinfo', '-f', '-i', image).split('\n').filter(Boolean);
  expect(plain).toContain('/USER_DATA.;1');
  expect(new Set(plain).size).toBe(Object.keys(texts).length);
  for (const name of plain) expect(name).toMatch(/^\/[A-Z0-9_]{0,30}\.[A-Z0-9_]{0,30};1$/);
});
