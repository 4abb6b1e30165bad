import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseSocket, localUris, socketCandidates } from './localSockets.ts';
import { findDaemon } from './unix.ts';
import { parseUri } from './uri.ts';
import { temporaryFolder } from '../../../test/lab/lifeline.ts';

const candidates = (uri: string, readOnly = false): readonly string[] => socketCandidates(parseUri(uri), readOnly);

describe('sockets of a system daemon', () => {
  test('are the driver’s own one, then the monolithic one', () => {
    expect(candidates('qemu:///system')).toEqual(['/var/run/libvirt/virtqemud-sock', '/var/run/libvirt/libvirt-sock']);
  });

  test('have names of their own for reading only', () => {
    expect(candidates('xen:///system', true)).toEqual([
      '/var/run/libvirt/virtxend-sock-ro',
      '/var/run/libvirt/libvirt-sock-ro',
    ]);
  });

  test.each([
    ['direct', ['/var/run/libvirt/virtlxcd-sock']],
    ['legacy', ['/var/run/libvirt/libvirt-sock']],
  ])('with mode=%s', (mode, expected) => {
    expect(candidates(`lxc:///system?mode=${mode}`)).toEqual(expected);
  });

  test('is the one that socket= names, whatever else is said', () => {
    expect(candidates('qemu:///system?socket=/my/sock&mode=direct', true)).toEqual(['/my/sock']);
  });

  test('the test driver has no daemon of its own', () => {
    expect(candidates('test:///default').map((path) => path.replace(/.*\//, ''))).toEqual(['libvirt-sock']);
  });

  test('without a driver are all, in libvirt’s order', () => {
    const names = candidates('remote:///').map((path) => path.replace(/.*\//, ''));
    expect(names.slice(0, 3)).toEqual(['virtxend-sock', 'virtqemud-sock', 'virtlxcd-sock']);
    expect(names.at(-1)).toBe('libvirt-sock');
  });
});

test('the first socket that exists is taken, else the last is what is missing', () => {
  expect(chooseSocket(['/no/such', '/dev/null', '/dev/zero'])).toBe('/dev/null');
  expect(chooseSocket(['/no/such', '/nor/this'])).toBe('/nor/this');
});

describe('what this machine offers', () => {
  let directory: string;
  beforeEach(() => {
    directory = temporaryFolder('sockets-');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test.runIf(process.platform !== 'win32')(
    'is QEMU before other drivers, the system’s daemons before one’s own',
    async () => {
      for (const name of ['virtxend-sock', 'virtlxcd-sock', 'libvirt-sock']) writeFileSync(join(directory, name), '');
      expect(await localUris({ system: directory, session: directory })).toEqual([
        'qemu:///system',
        'xen:///system',
        'lxc:///system',
        'qemu:///session',
        'xen:///session',
        'lxc:///session',
      ]);
    },
  );

  test('is nothing where there is no daemon', async () => {
    expect(await localUris({ system: directory, session: undefined })).toEqual([]);
  });
});

describe('the session daemon that is started', () => {
  const find = (uri: string, present: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    findDaemon(parseUri(uri), { env, exists: (path) => present.includes(String(path)) });
  const both = ['/usr/sbin/virtqemud', '/usr/sbin/libvirtd'];

  test.each([
    ['qemu:///session', both, '/usr/sbin/virtqemud'],
    ['qemu:///session', ['/usr/sbin/libvirtd'], '/usr/sbin/libvirtd'],
    ['qemu:///session?mode=legacy', both, '/usr/sbin/libvirtd'],
    ['qemu:///session?mode=direct', ['/usr/sbin/libvirtd'], undefined],
    ['test:///default', both, '/usr/sbin/libvirtd'],
  ])('for %s, with %s installed, is %s', (uri, present, expected) => {
    expect(find(uri, present)).toBe(expected);
  });

  test('is looked for where the environment says, first', () => {
    expect(find('qemu:///session', ['/opt/virtqemud', ...both], { VIRTD_PATH: '/opt' })).toBe('/opt/virtqemud');
  });
});
