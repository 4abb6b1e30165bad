import type { DomainAddress } from '../../../shared/model/domain.ts';

/** One address, with everyone who knew it. */
export interface GatheredAddress extends Omit<DomainAddress, 'source'> {
  readonly sources: readonly DomainAddress['source'][];
}

/** The agent sees the guest's own names and all addresses; leases only what DHCP gave; ARP only what was spoken to. */
const byTrust: readonly DomainAddress['source'][] = ['agent', 'lease', 'arp'];

/** Each address once. IPv4 first; loopback and link-local ones last: nobody connects to those. */
export function gatherAddresses(addresses: readonly DomainAddress[]): readonly GatheredAddress[] {
  const trusted = addresses.toSorted((a, b) => byTrust.indexOf(a.source) - byTrust.indexOf(b.source));
  const gathered = new Map<string, GatheredAddress>();
  for (const { source, ...address } of trusted) {
    const known = gathered.get(address.address);
    if (known === undefined) gathered.set(address.address, { ...address, sources: [source] });
    else if (!known.sources.includes(source)) {
      gathered.set(address.address, { ...known, sources: [...known.sources, source] });
    }
  }
  return [...gathered.values()].toSorted((a, b) => rank(a) - rank(b));
}

function rank({ family, address }: GatheredAddress): number {
  if (address === '127.0.0.1' || address === '::1') return 3;
  if (address.startsWith('169.254.') || address.toLowerCase().startsWith('fe80:')) return 2;
  return family === 'ipv4' ? 0 : 1;
}
