import type { DomainAddress } from '../../../shared/model/domain.ts';

/** One address, with everyone who knew it. */
export interface GatheredAddress extends Omit<DomainAddress, 'source'> {
  readonly sources: readonly DomainAddress['source'][];
}

/** Each address once, as the first to tell of it has it, in the order in which they came; loopback, where nobody connects to, not at all. */
export function gatherAddresses(addresses: readonly DomainAddress[]): readonly GatheredAddress[] {
  const gathered = new Map<string, GatheredAddress>();
  for (const { source, ...address } of addresses) {
    if (isLoopback(address.address)) continue;
    const known = gathered.get(address.address) ?? { ...address, sources: [] };
    if (!known.sources.includes(source))
      gathered.set(address.address, { ...known, sources: [...known.sources, source] });
  }
  return [...gathered.values()];
}

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';
