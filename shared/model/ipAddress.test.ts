import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countUp, formatIp, formatIpInterface, inNetworkOf, parseIp, parseIpInterface } from './ipAddress.ts';

const up = (text: string, by: number): string | undefined => {
  const ip = parseIpInterface(text);
  const next = ip && countUp(ip, by);
  return next && formatIpInterface(next);
};

test('an address that is written and read is the same', () => {
  const again = (text: string) => parseIp(formatIp(parseIp(text) ?? { version: 4, value: 0n }));
  for (const text of fc.sample(fc.oneof(fc.ipV4(), fc.ipV6()), 500)) expect(again(text)).toEqual(parseIp(text));
});

test.each([
  ['2001:DB8:0:0:0:0:0:5', '2001:db8::5'],
  ['::', '::'],
  ['fe80:0:0:1::', 'fe80:0:0:1::'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['::ffff:10.0.0.5', '::ffff:a00:5'],
])('%s is written %s (RFC 5952)', (text, written) => {
  expect(formatIp(parseIp(text) ?? { version: 4, value: 0n })).toBe(written);
});

test.each(['', '10.0.0', '10.0.0.256', '010.0.0.1', '1::2::3', '1:2:3:4:5:6:7', 'g::1', '1:2:3:4:5:6:7:8:9'])(
  '%j is no address',
  (text) => {
    expect(parseIp(text)).toBeUndefined();
  },
);

test.each(['10.0.0.5', '10.0.0.5/33', '10.0.0.5/', '2001:db8::5/129'])('%j says no network', (text) => {
  expect(parseIpInterface(text)).toBeUndefined();
});

describe('counting up', () => {
  test('goes on from the first one', () => {
    expect(up('10.0.0.9/24', 0)).toBe('10.0.0.9/24');
    expect(up('10.0.0.9/24', 3)).toBe('10.0.0.12/24');
    expect(up('10.0.0.255/16', 1)).toBe('10.0.1.0/16');
    expect(up('2001:db8::ff/64', 1)).toBe('2001:db8::100/64');
  });

  test('ends where the network ends, before its broadcast address', () => {
    expect(up('10.0.0.253/24', 1)).toBe('10.0.0.254/24');
    expect(up('10.0.0.253/24', 2)).toBeUndefined();
    expect(up('10.0.0.253/24', 3)).toBeUndefined();
    expect(up('10.0.0.0/31', 1)).toBe('10.0.0.1/31');
  });
});

test('a gateway of another network, or of another version, is not within reach', () => {
  const ip = parseIpInterface('10.0.0.5/24');
  const reach = (gateway: string) => ip && inNetworkOf(parseIp(gateway) ?? ip, ip);
  expect(reach('10.0.0.1')).toBe(true);
  expect(reach('10.0.1.1')).toBe(false);
  expect(reach('::10.0.0.1')).toBe(false);
});
