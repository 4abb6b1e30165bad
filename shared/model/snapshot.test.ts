import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseXml } from '../xml/parse.ts';
import { snapshotFrom } from './snapshot.ts';

const domain = '00000000-0000-4000-8000-000000000001';
const rich = readFileSync(new URL('../../test/fixtures/host/snapshot.xml', import.meta.url), 'utf8');

test('a snapshot is what its definition says, not what that of the domain within it does', () => {
  expect(snapshotFrom(parseXml(rich).root, { domain, current: true })).toEqual({
    domain,
    name: 'before upgrade',
    description: 'Debian 12, as installed',
    state: 'running',
    creationTime: 1_764_431_000,
    parent: 'installed',
    current: true,
    memory: 'external',
    disks: [
      { target: 'vda', place: 'external' },
      { target: 'sda', place: 'no' },
    ],
  });
});

test('one that an old libvirt recorded has no memory of the guest', () => {
  const old = '<domainsnapshot><name>s</name><state>shutoff</state><creationTime>1</creationTime></domainsnapshot>';
  const { memory, disks, parent } = snapshotFrom(parseXml(old).root, { domain, current: false });
  expect([memory, disks, parent]).toEqual(['no', [], undefined]);
});
