import { expect, test } from 'vitest';
import type { DomainAddress } from '../../shared/model/domain.ts';
import { mergeAddresses } from './addresses.ts';

const address = (text: string, source: DomainAddress['source'], name = 'vnet0'): DomainAddress => ({
  interface: name,
  address: text,
  family: text.includes(':') ? 'ipv6' : 'ipv4',
  source,
});
const texts = (addresses: readonly DomainAddress[]): readonly string[] =>
  mergeAddresses(addresses).map((each) => each.address);

test('an address that several sources know stands once, by the source that knows most', () => {
  expect(
    mergeAddresses([address('10.0.0.5', 'arp'), address('10.0.0.5', 'lease'), address('10.0.0.5', 'agent', 'eth0')]),
  ).toEqual([address('10.0.0.5', 'agent', 'eth0')]);
});

test('what other machines can reach comes first, IPv4 before IPv6; link-local and loopback last', () => {
  expect(
    texts([
      address('::1', 'agent'),
      address('127.0.0.1', 'agent'),
      address('fe80::1', 'agent'),
      address('2001:db8::5', 'agent'),
      address('169.254.3.4', 'agent'),
      address('10.0.0.5', 'lease'),
    ]),
  ).toEqual(['10.0.0.5', '2001:db8::5', 'fe80::1', '169.254.3.4', '::1', '127.0.0.1']);
});

test('addresses of one kind keep the order in which they came', () => {
  expect(texts([address('10.0.0.9', 'lease'), address('10.0.0.1', 'lease')])).toEqual(['10.0.0.9', '10.0.0.1']);
});
