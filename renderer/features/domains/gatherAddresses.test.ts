import { describe, expect, it } from 'vitest';
import type { DomainAddress } from '../../../shared/model/domain.ts';
import { gatherAddresses } from './gatherAddresses.ts';

const v4 = (address: string, source: DomainAddress['source'], name = 'vnet0'): DomainAddress => ({
  interface: name,
  address,
  family: 'ipv4',
  source,
});
const v6 = (address: string, source: DomainAddress['source']): DomainAddress => ({
  interface: 'eth0',
  address,
  family: 'ipv6',
  source,
});

describe('gathered addresses', () => {
  it('are listed once, with everyone who knew them and the name that the agent has', () => {
    const gathered = gatherAddresses([v4('10.0.0.5', 'arp'), v4('10.0.0.5', 'lease'), v4('10.0.0.5', 'agent', 'eth0')]);
    expect(gathered).toEqual([
      { interface: 'eth0', address: '10.0.0.5', family: 'ipv4', sources: ['agent', 'lease', 'arp'] },
    ]);
  });

  it('begin with those that one would connect to', () => {
    const gathered = gatherAddresses([
      v4('127.0.0.1', 'agent'),
      v6('fe80::1', 'agent'),
      v6('2001:db8::5', 'agent'),
      v4('10.0.0.5', 'agent'),
    ]);
    expect(gathered.map(({ address }) => address)).toEqual(['10.0.0.5', '2001:db8::5', 'fe80::1', '127.0.0.1']);
  });
});
