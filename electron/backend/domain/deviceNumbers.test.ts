import { describe, expect, it } from 'vitest';
import { Counters } from '../stats/counters.ts';
import { deviceNumbers } from './deviceNumbers.ts';

const reading = (fields: Readonly<Record<string, string | bigint>>) =>
  Object.entries(fields).map(([field, value]) =>
    typeof value === 'string'
      ? ({ field, value: { type: 'string', value } } as const)
      : ({ field, value: { type: 'ullong', value } } as const),
  );

describe('numbers of single devices', () => {
  it('are rates between two readings, and totals as they are', () => {
    const counters = new Counters();
    counters.begin(0);
    deviceNumbers(reading({ 'block.0.name': 'vda', 'block.0.rd.bytes': 1000n }), counters);
    counters.begin(2000);
    const [disk, nic] = deviceNumbers(
      reading({
        'block.0.name': 'vda',
        'block.0.rd.bytes': 5000n,
        'net.0.name': 'vnet0',
        'net.0.rx.errs': 3n,
        'net.0.rx.bytes': 10n,
      }),
      counters,
    );
    expect(disk).toEqual({ device: 'disk', name: 'vda', rates: { read: 2000 }, totals: {} });
    expect(nic).toEqual({ device: 'interface', name: 'vnet0', rates: {}, totals: { receiveErrors: 3 } });
  });

  it('tells a disk and an interface of the same index apart', () => {
    const counters = new Counters();
    counters.begin(0);
    const found = deviceNumbers(
      reading({ 'net.0.name': 'vnet4', 'block.0.name': 'sda', 'net.1.name': 'vnet5' }),
      counters,
    );
    expect(found.map(({ name }) => name)).toEqual(['vnet4', 'sda', 'vnet5']);
  });
});
