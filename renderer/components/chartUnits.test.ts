import { describe, expect, it } from 'vitest';
import { formatValue } from './chartUnits.ts';

describe('written measurements', () => {
  it.each([
    ['share', 0, '0 %'],
    ['share', 0.384, '38 %'],
    ['share', 0.014, '1.4 %'],
    ['memory', 512, '512 KiB'],
    ['memory', 6_396_313, '6.1 GiB'],
    ['memory', 1023.9, '1.0 MiB'],
    ['memory', 64 * 1024 * 1024, '64 GiB'],
    ['bytes', 0, '0 B/s'],
    ['bytes', 1.2 * 1024 * 1024, '1.2 MiB/s'],
    ['bits', 125_000, '1.0 Mbit/s'],
    ['bits', 11_000_000, '88 Mbit/s'],
    ['requests', 12, '12/s'],
    ['requests', 4200, '4.2 k/s'],
  ] as const)('%s %d is "%s"', (unit, value, text) => {
    expect(formatValue(unit, value)).toBe(text);
  });
});
