import { expect, test } from 'vitest';
import type { DomainColumn } from '../../../shared/model/stats.ts';
import type { TypedParameter } from '../../libvirt/index.ts';
import { Counters } from './counters.ts';
import { sampleDomain } from './domainSample.ts';

const count = (field: string, value: number): TypedParameter => ({
  field,
  value: { type: 'ullong', value: BigInt(value) },
});
const text = (field: string, value: string): TypedParameter => ({ field, value: { type: 'string', value } });

/** Two disks as libvirt tells them. */
const disks = (first: readonly [string, number], second: readonly [string, number]): readonly TypedParameter[] => [
  count('block.count', 2),
  text('block.0.name', first[0]),
  count('block.0.rd.bytes', first[1]),
  text('block.1.name', second[0]),
  count('block.1.rd.bytes', second[1]),
];

function ticks(...list: readonly (readonly TypedParameter[])[]): readonly Partial<Record<DomainColumn, number>>[] {
  const counters = new Counters();
  return list.map((params, second) => {
    const row: Partial<Record<DomainColumn, number>> = {};
    const parts = { params, counters, clock: second * 1000, now: 1_000_000 + second, threads: 4, vcpus: 2 };
    sampleDomain(parts, (column, value) => (row[column] = value));
    return row;
  });
}

test('CPU time becomes the share of the host and the share of the guest', () => {
  const [, second] = ticks([count('cpu.time', 0)], [count('cpu.time', 1e9)]);
  expect(second).toMatchObject({ hostCpu: 0.25, guestCpu: 0.5 });
});

test('disks are summed up', () => {
  const [, second] = ticks(disks(['vda', 100], ['vdb', 1000]), disks(['vda', 150], ['vdb', 1500]));
  expect(second).toMatchObject({ diskRead: 550 });
});

test('counters belong to their disk, not to its place: unplugging the first disk makes no spike', () => {
  const [, second] = ticks(disks(['vda', 100], ['vdb', 1_000_000]), [
    count('block.count', 1),
    text('block.0.name', 'vdb'),
    count('block.0.rd.bytes', 1_000_010),
  ]);
  expect(second).toMatchObject({ diskRead: 10 });
});

test('memory is what the guest says it uses while it goes on saying so, else what its process takes', () => {
  const balloon = (lastUpdate: number) => [
    count('balloon.available', 1000),
    count('balloon.unused', 100),
    count('balloon.usable', 400),
    count('balloon.last-update', lastUpdate),
    count('balloon.rss', 5000),
  ];
  expect(ticks(balloon(999_990))[0]).toMatchObject({ memory: 600 });
  expect(ticks(balloon(900_000))[0]).toMatchObject({ memory: 5000 });
});

test('what the driver does not tell stays unknown', () => {
  const [, second] = ticks([], []);
  expect(second).toEqual({ memory: Number.NaN });
});
