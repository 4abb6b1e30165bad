import { expect, test } from 'vitest';
import type { DomainAddress } from '../../../shared/model/domain.ts';
import { sortAddresses } from './addresses.ts';

const own = '52:54:00:00:00:01';
const address = (text: string, source: DomainAddress['source'], mac?: string): DomainAddress => ({
  interface: 'eth0',
  ...(mac !== undefined && { mac }),
  address: text,
  family: text.includes(':') ? 'ipv6' : 'ipv4',
  source,
});
const texts = (addresses: readonly DomainAddress[]): readonly string[] =>
  sortAddresses(addresses, [own]).map((each) => each.address);

test('the source that knows most goes first', () => {
  const known = (['arp', 'lease', 'agent'] as const).map((source) => address('10.0.0.5', source, own));
  expect(sortAddresses(known, [own]).map(({ source }) => source)).toEqual(['agent', 'lease', 'arp']);
});

test('what other machines can reach comes first, IPv4 before IPv6; link-local and loopback last', () => {
  expect(
    texts([
      address('::1', 'agent'),
      address('127.0.0.1', 'agent'),
      address('fe80::1', 'agent', own),
      address('2001:db8::5', 'agent', own),
      address('169.254.3.4', 'agent', own),
      address('10.0.0.5', 'lease', own),
    ]),
  ).toEqual(['10.0.0.5', '2001:db8::5', '169.254.3.4', 'fe80::1', '127.0.0.1', '::1']);
});

test('bridges that the guest has made for containers and nested guests come after its own interfaces', () => {
  expect(
    texts([
      address('172.29.160.1', 'agent', '00:15:5d:00:00:01'),
      address('172.17.0.1', 'agent', '02:42:00:00:00:01'),
      address('10.244.0.1', 'agent', 'de:ad:be:ef:00:01'),
      address('10.8.0.2', 'agent'),
      address('2001:db8::17', 'agent', own),
      address('192.0.2.17', 'agent', own),
    ]),
  ).toEqual(['192.0.2.17', '2001:db8::17', '172.29.160.1', '172.17.0.1', '10.244.0.1', '10.8.0.2']);
});

test('addresses of one kind keep the order in which they came', () => {
  expect(texts([address('10.0.0.9', 'lease', own), address('10.0.0.1', 'lease', own)])).toEqual([
    '10.0.0.9',
    '10.0.0.1',
  ]);
});
