import { describe, expect, it } from 'vitest';
import type { DomainAddress } from '../../../shared/model/domain.ts';
import { gatherAddresses } from './gatherAddresses.ts';

const v4 = (address: string, source: DomainAddress['source'], name = 'vnet0'): DomainAddress => ({
  interface: name,
  address,
  family: 'ipv4',
  source,
});

describe('gathered addresses', () => {
  it('are listed once, with everyone who knew them and the name that the first has', () => {
    const gathered = gatherAddresses([v4('10.0.0.5', 'agent', 'eth0'), v4('10.0.0.5', 'lease'), v4('10.0.0.5', 'arp')]);
    expect(gathered).toEqual([
      { interface: 'eth0', address: '10.0.0.5', family: 'ipv4', sources: ['agent', 'lease', 'arp'] },
    ]);
  });

  it('keep their order, and have no loopback among them', () => {
    const gathered = gatherAddresses([v4('10.0.0.9', 'agent'), v4('10.0.0.1', 'agent'), v4('127.0.0.1', 'agent')]);
    expect(gathered.map(({ address }) => address)).toEqual(['10.0.0.9', '10.0.0.1']);
  });
});
