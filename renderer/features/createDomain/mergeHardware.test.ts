import { describe, expect, test } from 'vitest';
import type { Hardware, NewDisk } from '../../../shared/model/creation/hardware.ts';
import { equal, mergeHardware } from './mergeHardware.ts';
import { proposal } from './proposal.fixture.ts';

const disk = (pool: string, change: Partial<NewDisk> = {}): NewDisk => ({
  content: { kind: 'new', pool, capacityBytes: 1, format: 'qcow2', full: false },
  bus: 'virtio',
  discard: true,
  ...change,
});
const withDisks = (...disks: readonly NewDisk[]): Hardware => proposal({ disks: [...disks] });

describe('disks', () => {
  test('the size that was chosen stays when another host proposes another pool', () => {
    const mine = withDisks({
      ...disk('a'),
      content: { kind: 'new', pool: 'a', capacityBytes: 9, format: 'qcow2', full: false },
    });
    const merged = mergeHardware(withDisks(disk('a')), mine, withDisks(disk('b')));
    expect(merged.disks[0]?.content).toMatchObject({ pool: 'b', capacityBytes: 9 });
  });

  test('a volume that was chosen stays whole, on the bus that is proposed', () => {
    const volume = { kind: 'volume', pool: 'a', volume: 'v' } as const;
    const mine = withDisks(disk('a', { content: volume }));
    const next = withDisks(disk('b', { bus: 'sata' }));
    expect(mergeHardware(withDisks(disk('a')), mine, next).disks).toEqual([
      disk('b', { content: volume, bus: 'sata' }),
    ]);
  });

  test('one that was added stays, one that was taken away stays away', () => {
    const base = withDisks(disk('a'));
    const next = withDisks(disk('b'));
    expect(mergeHardware(base, withDisks(disk('a'), disk('x')), next).disks).toEqual([disk('b'), disk('x')]);
    expect(mergeHardware(base, withDisks(), next).disks).toEqual([]);
  });

  test('where the next host has no pool, what was proposed goes and what was changed stays', () => {
    const base = withDisks(disk('a'));
    expect(mergeHardware(base, base, withDisks()).disks).toEqual([]);
    const mine = withDisks(disk('a', { serial: 'mine' }));
    expect(mergeHardware(base, mine, withDisks()).disks).toEqual([disk('a', { serial: 'mine' })]);
  });

  test('where there was no pool before, the one that is proposed now comes', () => {
    expect(mergeHardware(withDisks(), withDisks(), withDisks(disk('b'))).disks).toEqual([disk('b')]);
  });
});

test('a value that was taken away is not put back by the next proposal', () => {
  const { cdrom: _, ...without } = proposal({ cdrom: 'sata' });
  expect(mergeHardware(proposal({ cdrom: 'sata' }), without, proposal({ cdrom: 'scsi' })).cdrom).toBeUndefined();
});

test('values are equal by content, and absent is undefined', () => {
  expect(equal({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }], c: undefined })).toBe(true);
  expect(equal([1, 2], [1])).toBe(false);
  expect(equal({ a: null }, { a: {} })).toBe(false);
});
