import { expect, test } from 'vitest';
import { fileName, normalPath, typedPath } from './imagePath.ts';

test.each([
  ['/srv/vms/a.qcow2', '/srv/vms/a.qcow2'],
  ['/srv//vms/./a.qcow2', '/srv/vms/a.qcow2'],
  ['/srv/vms/../base/golden.qcow2', '/srv/base/golden.qcow2'],
  ['/../../etc//x/', '/etc/x'],
  ['/srv/..vms/...a', '/srv/..vms/...a'],
])('%s is the file %s', (spelling, path) => expect(normalPath(spelling)).toBe(path));

test.each([
  ['/dev/mapper/vg0-root', '/dev/vg0/root'],
  ['/dev/mapper/my--group-a--b', '/dev/my-group/a-b'],
  ['/dev/mapper/mpatha', '/dev/mapper/mpatha'],
  ['/dev/mapper/vg-lv-extra', '/dev/mapper/vg-lv-extra'],
])('%s is the device %s', (spelling, path) => expect(normalPath(spelling)).toBe(path));

test('names that are no paths stay as they are', () => {
  for (const name of ['pool/vol//x', 'rbd:pool/../image', 'nbd://host/export']) {
    expect(normalPath(name)).toBe(name);
    expect(fileName(name)).toBeUndefined();
  }
  expect(fileName('/srv/vms/a.qcow2')).toBe('a.qcow2');
});

test.each([
  ['file:///srv/iso/x.iso', '/srv/iso/x.iso'],
  ['file://localhost/srv/my%20disks/50%25.img', '/srv/my disks/50%.img'],
  ['file:///srv/100%.img', '/srv/100%.img'],
  ['/srv/iso/a%20b.iso', '/srv/iso/a%20b.iso'],
  ['https://host.example/x.iso', 'https://host.example/x.iso'],
])('what was typed as %s means %s', (typed, path) => expect(typedPath(typed)).toBe(path));
