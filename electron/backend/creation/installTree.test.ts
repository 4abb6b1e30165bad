import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { OperatingSystem } from '../../../shared/model/os.ts';
import { readTreeInfo } from './installTree.ts';

const systems: readonly OperatingSystem[] = JSON.parse(
  readFileSync(new URL('../../../assets/osDatabase.json', import.meta.url), 'utf8'),
);

const fedora = `[checksums]
images/boot.iso = sha256:56e7

[general]
; WARNING.0 = This section provides compatibility with pre-productmd treeinfos.
arch = x86_64
family = Fedora
name = Fedora 40
version = 40
variant = Server

[images-x86_64]
boot.iso = images/boot.iso
initrd = images/pxeboot/initrd.img
kernel = images/pxeboot/vmlinuz

[images-xen]
kernel = wrong
`;

describe('.treeinfo', () => {
  test('tells the system, and the kernel and initrd of its architecture', () => {
    expect(readTreeInfo(systems, fedora)).toEqual({
      os: 'fedora40',
      kernel: 'images/pxeboot/vmlinuz',
      initrd: 'images/pxeboot/initrd.img',
    });
  });

  test('of a system that the database lacks tells its kernel all the same', () => {
    expect(readTreeInfo(systems, fedora.replaceAll('Fedora', 'Nobody'))).toEqual({
      kernel: 'images/pxeboot/vmlinuz',
      initrd: 'images/pxeboot/initrd.img',
    });
  });

  test('is not what any other text is', () => {
    expect(readTreeInfo(systems, '<html>[404]</html>')).toBeUndefined();
  });
});
