import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  detectImageName,
  detectMedia,
  groupOf,
  searchSystems,
  type OperatingSystem,
  type VolumeDescriptor,
} from './os.ts';

const systems: readonly OperatingSystem[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../assets/osDatabase.json'), 'utf8'),
);
const iso = (volumeId: string, more: Partial<VolumeDescriptor> = {}): VolumeDescriptor => ({
  volumeId,
  systemId: 'LINUX',
  publisherId: '',
  applicationId: '',
  volumeSize: 0,
  ...more,
});
const windows = { systemId: '', publisherId: 'MICROSOFT CORPORATION', applicationId: 'CDIMAGE 2.56' };

describe('an installation medium', () => {
  test.each([
    ['Debian 11.5.0 amd64 n', {}, 'debian11'],
    ['Debian 12.5.0 amd64 n', {}, 'debian12'],
    ['Debian 13.1.0 arm64 n', {}, 'debian13'],
    ['Ubuntu-Server 22.04.1 LTS amd64', {}, 'ubuntu22.04'],
    ['Ubuntu-Server 24.04.1 LTS amd64', {}, 'ubuntu24.04'],
    ['Fedora-S-dvd-x86_64-36', {}, 'fedora36'],
    ['Fedora-S-dvd-x86_64-41', {}, 'fedora41'],
    ['RHEL-9-0-0-BaseOS-x86_64', {}, 'rhel9.0'],
    ['Rocky-9-0-x86_64-dvd', {}, 'rocky9'],
    ['CCCOMA_X64FRE_EN-US_DV9', windows, 'win11'],
    ['SSS_X64FREE_EN-US_DV9', windows, 'win2k22'],
    ['alpine-virt 3.20.0 x86_64', {}, 'alpinelinux3.20'],
  ])('%s', (volumeId, more, id) => {
    expect(detectMedia(systems, iso(volumeId, more))?.os.id).toBe(id);
  });
  test('nobody knows is none of them', () => {
    expect(detectMedia(systems, iso('MY HOLIDAY PICTURES'))).toBeUndefined();
  });
  test('tells where its kernel is, for a direct boot', () => {
    expect(detectMedia(systems, iso('Debian 12.5.0 amd64 n'))?.media).toMatchObject({
      arch: 'x86_64',
      kernel: 'install.amd/vmlinuz',
    });
  });
});

describe('the name of an image', () => {
  test.each([
    ['debian-12-genericcloud-amd64.qcow2', 'debian12'],
    ['debian-11-generic-amd64-20220911.qcow2', 'debian11'],
    ['noble-server-cloudimg-amd64.img', 'ubuntu24.04'],
    ['jammy-server-cloudimg-amd64.img', 'ubuntu22.04'],
    ['Fedora-Cloud-Base-36-1.5.x86_64.qcow2', 'fedora36'],
  ])('%s', (name, id) => {
    expect(detectImageName(systems, name)?.id).toBe(id);
  });
  test('that says nothing is no system', () => {
    expect(detectImageName(systems, 'disk1.qcow2')).toBeUndefined();
  });
});

describe('groups', () => {
  test.each([
    [{ released: '2023-06-10', endOfLife: '2028-06-30' }, 'recommended'],
    [{ released: '2017-06-17', endOfLife: '2022-06-30' }, 'old'],
    [{ released: '2001-01-01' }, 'old'],
    [{ status: 'prerelease' as const }, 'prerelease'],
    [{ status: 'rolling' as const, released: '2002-01-01', endOfLife: '2099-01-01' }, 'recommended'],
  ])('%j is %s', (os, group) => expect(groupOf(os, '2026-06-01')).toBe(group));
});

test('a search needs every word, and shows the newest first', () => {
  const found = searchSystems(systems, 'debian 1').map(({ id }) => id);
  expect(found.slice(0, 3)).toEqual(['debian13', 'debian12', 'debian11']);
  expect(searchSystems(systems, 'debian windows')).toEqual([]);
});

test('every system can be told by its id, and every pattern can be read', () => {
  expect(new Set(systems.map(({ id }) => id)).size).toBe(systems.length);
  const patterns = systems.flatMap(({ media }) => media.flatMap(({ volumeId }) => volumeId ?? []));
  for (const pattern of patterns) expect(() => new RegExp(pattern)).not.toThrow();
});
