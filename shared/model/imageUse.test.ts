import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { imageUse, type ImageFacts, type KnownDomain, type KnownVolume } from './imageUse.ts';

const volume = (path: string, backingPath?: string, rest: Partial<KnownVolume> = {}): KnownVolume => ({
  pool: 'default',
  name: path.slice(path.lastIndexOf('/') + 1),
  key: path,
  path,
  capacityBytes: 0,
  allocationBytes: 0,
  ...(backingPath !== undefined && { backingPath }),
  ...rest,
});
const domain = (
  name: string,
  chain: readonly string[],
  rest: Partial<KnownDomain & { ends: boolean }> = {},
): KnownDomain => ({
  uuid: name,
  name,
  running: false,
  images: [{ names: chain, chains: [{ images: chain, ends: rest.ends ?? true }] }],
  ...rest,
});
const known = (facts: Partial<ImageFacts>) => imageUse({ volumes: [], domains: [], unlooked: [], ...facts });
const usersOf = (facts: Partial<ImageFacts>, name: string, except?: string) => {
  const { domains, images } = known(facts).dependents(name, except);
  return { domains: domains.map((each) => each.name), images };
};

describe('who depends on an image', () => {
  test('those that name it, and those whose image is based on it over any number of steps', () => {
    const facts = {
      volumes: [volume('/p/base'), volume('/p/middle', '/p/base'), volume('/p/top', '/p/middle')],
      domains: [domain('golden', ['/p/base']), domain('web', ['/p/top'])],
    };
    expect(usersOf(facts, '/p/base', 'golden')).toEqual({ domains: ['web'], images: ['/p/middle'] });
    expect(usersOf(facts, '/p/top', 'web')).toEqual({ domains: [], images: [] });
  });

  test('an overlay in another pool, under whatever name it and the base have', () => {
    const facts = {
      volumes: [
        volume('/srv/base/golden.qcow2', undefined, { pool: 'base' }),
        volume('/srv/vms/web.qcow2', '/srv/vms/../base//./golden.qcow2', { pool: 'vms' }),
      ],
      domains: [domain('web', ['vms/web.qcow2'])],
    };
    for (const name of ['/srv/base/golden.qcow2', 'base/golden.qcow2', '/srv//base/golden.qcow2'])
      expect(usersOf(facts, name).domains).toEqual(['web']);
  });

  test('an overlay in no pool of which a running domain tells', () => {
    const facts = { domains: [domain('web', ['/x/web.qcow2', '/p/base'], { running: true })] };
    expect(usersOf(facts, '/p/base').domains).toEqual(['web']);
  });

  test('an image that is another by its key, or is the same file for the host', () => {
    const lv = { key: 'Zk3-uuid' };
    const facts = {
      volumes: [
        volume('/dev/vg/lv', undefined, lv),
        volume('/dev/disk/by-id/dm-name-vg-lv', undefined, { ...lv, pool: 'b' }),
      ],
      domains: [domain('a', ['/dev/disk/by-id/dm-name-vg-lv']), domain('b', ['/link/to/x'])],
      files: new Map([
        ['/link/to/x', '8:1:77'],
        ['/srv/x', '8:1:77'],
      ]),
    };
    expect(usersOf(facts, '/dev/mapper/vg-lv').domains).toEqual(['a']);
    expect(usersOf(facts, '/srv/x').domains).toEqual(['b']);
  });

  test('a key that storage gives twice makes two images one to be careful with, and never leads to the other volume', () => {
    const facts = { volumes: [volume('/a', undefined, { key: 'k' }), volume('/b', undefined, { key: 'k' })] };
    expect(known(facts).volume('/a')?.path).toBe('/a');
    expect(known(facts).volume('/b')?.path).toBe('/b');
  });

  test('images that are based on each other come to an end', () => {
    const facts = { volumes: [volume('/a', '/b'), volume('/b', '/a')] };
    expect(known(facts).above('/a')).toEqual(['/b']);
    expect(known(facts).beneath('/a')).toEqual(['/b']);
  });

  test('nobody is forgotten, however names and chains are mixed', () => {
    const path = fc.constantFrom('/p/a', '/p/b', '/p/c', '/q/d', '/q/e');
    const spelled = (of: string): fc.Arbitrary<string> =>
      fc.constantFrom(of, of.replace('/', '//'), `/x/..${of}`, of.replace('/p/', '/p/./'));
    const link = fc
      .tuple(path, path)
      .chain(([upper, lower]) => spelled(lower).map((name) => [upper, name, lower] as const));
    fc.assert(
      fc.property(
        fc.uniqueArray(link, { selector: ([upper]) => upper, maxLength: 5 }),
        path,
        path,
        (links, used, asked) => {
          const facts = {
            volumes: links.map(([upper, name]) => volume(upper, name)),
            domains: [domain('vm', [used])],
          };
          // By the book: from what is used down to what is asked for.
          const lower = new Map<string, string>(links.map(([upper, , to]) => [upper, to]));
          const chain = new Set<string>();
          for (let at: string | undefined = used; at !== undefined && !chain.has(at); at = lower.get(at)) chain.add(at);
          expect(usersOf(facts, asked).domains).toEqual(chain.has(asked) ? ['vm'] : []);
        },
      ),
    );
  });
});

describe('what could not be looked at', () => {
  test('an image in no pool whose header nobody has read', () => {
    expect(known({ domains: [domain('off', ['/x/off.qcow2'], { ends: false })] }).unlooked).toEqual([
      { kind: 'image', name: '/x/off.qcow2' },
    ]);
    expect(known({ domains: [domain('off', ['/x/off.img'])] }).unlooked).toEqual([]);
  });

  test('not an image that a pool holds, or of which another definition tells', () => {
    const off = domain('off', ['/x/off.qcow2'], { ends: false });
    expect(known({ domains: [off], volumes: [volume('/x/off.qcow2')] }).unlooked).toEqual([]);
    expect(known({ domains: [off, domain('on', ['/x/off.qcow2', '/b'])] }).unlooked).toEqual([]);
  });

  test('an image in no pool beneath one that a pool holds', () => {
    const facts = { volumes: [volume('/p/top', '/x/middle', { backingFormat: 'qcow2' })] };
    expect(known(facts).unlooked).toEqual([{ kind: 'image', name: '/x/middle' }]);
    expect(known({ volumes: [volume('/p/top', '/x/base', { backingFormat: 'raw' })] }).unlooked).toEqual([]);
  });

  test('pools and domains are passed on', () => {
    const pool = { kind: 'pool', name: 'nfs', why: 'inactive' } as const;
    expect(known({ unlooked: [pool] }).unlooked).toEqual([pool]);
  });
});

describe('namesakes', () => {
  const facts = {
    volumes: [volume('/srv/vms/shared.qcow2')],
    domains: [domain('a', ['/srv/vms/shared.qcow2']), domain('b', ['/var/lib/libvirt/images/shared.qcow2'])],
  };

  test('are images that others use under the same file name elsewhere', () => {
    expect(known(facts).namesakes('/srv/vms/shared.qcow2', 'a')).toEqual(['/var/lib/libvirt/images/shared.qcow2']);
  });

  test('are none when the host has told that they are two files', () => {
    const files = new Map([
      ['/srv/vms/shared.qcow2', '8:1:5'],
      ['/var/lib/libvirt/images/shared.qcow2', '8:1:6'],
    ]);
    expect(known({ ...facts, files }).namesakes('/srv/vms/shared.qcow2', 'a')).toEqual([]);
  });

  test('are not the own other images, nor volumes that nobody uses', () => {
    const own = domain('a', ['/x/disk', '/y/disk']);
    expect(known({ domains: [own], volumes: [volume('/z/disk')] }).namesakes('/x/disk', 'a')).toEqual([]);
  });
});
