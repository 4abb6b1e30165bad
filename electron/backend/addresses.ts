/** A guest's addresses: from its agent, the DHCP leases and the host's ARP table, asked side by side. */
import { isActive, type DomainAddress } from '../../shared/model/domain.ts';
import { channelDevice } from '../../shared/model/devices/characterDevice.ts';
import { parseXml } from '../../shared/xml/parse.ts';
import { enums, procedures, type Connection } from '../libvirt/index.ts';
import type { DomainTarget } from './domainTarget.ts';

const { virDomainInterfaceAddressesSource: sources, virIPAddrType } = enums;

const AGENT_CHANNEL = 'org.qemu.guest_agent.0';
const AGENT_MS = 3000;
const HOST_MS = 5000;

/**
 * Every address once, by the first source that knows it: the agent knows most, ARP least. Loopback and link-local come last.
 * A source that can't answer (no agent, not this driver's network, too slow) is passed over: that is no fault of the guest's.
 */
export async function addressesOf(target: DomainTarget, signal: AbortSignal): Promise<readonly DomainAddress[]> {
  const { session, domain, dom } = target;
  if (!isActive(domain.state)) return [];
  const lane = await session.lane('control');
  const found = await Promise.allSettled([
    agentConnected(lane, dom).then((connected) => (connected ? ask(lane, dom, 'agent', limit(signal, AGENT_MS)) : [])),
    ask(lane, dom, 'lease', limit(signal, HOST_MS)),
    ask(lane, dom, 'arp', limit(signal, HOST_MS)),
  ]);
  signal.throwIfAborted();
  return mergeAddresses(found.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])));
}

const limit = (signal: AbortSignal, ms: number): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(ms)]);

/** The live XML says whether the guest has opened the agent's channel; asking a silent agent costs seconds. */
async function agentConnected(lane: Connection, dom: DomainTarget['dom']): Promise<boolean> {
  const { xml } = await lane.call(procedures.domainGetXmlDesc, { dom, flags: 0 });
  const channels = parseXml(xml).root.child('devices')?.childrenNamed('channel') ?? [];
  return channels.some(
    (each) => channelDevice.name.get(each) === AGENT_CHANNEL && channelDevice.state.get(each) === 'connected',
  );
}

const sourceNumbers = {
  agent: sources.VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT,
  lease: sources.VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE,
  arp: sources.VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP,
};

async function ask(
  lane: Connection,
  dom: DomainTarget['dom'],
  source: DomainAddress['source'],
  signal: AbortSignal,
): Promise<readonly DomainAddress[]> {
  const { ifaces } = await lane.call(
    procedures.domainInterfaceAddresses,
    { dom, source: sourceNumbers[source], flags: 0 },
    { signal },
  );
  return ifaces.flatMap(({ name, hwaddr, addrs }) =>
    addrs.map(({ type, addr, prefix }): DomainAddress => ({
      interface: name,
      ...(hwaddr === null || hwaddr === undefined ? {} : { mac: hwaddr.toLowerCase() }),
      address: addr,
      // A host's ARP table knows no prefix and says 0.
      ...(prefix === 0 ? {} : { prefix }),
      family: type === virIPAddrType.VIR_IP_ADDR_TYPE_IPV6 ? 'ipv6' : 'ipv4',
      source,
    })),
  );
}

const trust: readonly DomainAddress['source'][] = ['agent', 'lease', 'arp'];

/** Drops repeats and puts the useful ones first; otherwise the order in which they came. */
export function mergeAddresses(addresses: readonly DomainAddress[]): readonly DomainAddress[] {
  const byAddress = new Map<string, DomainAddress>();
  for (const each of addresses.toSorted((a, b) => trust.indexOf(a.source) - trust.indexOf(b.source))) {
    if (!byAddress.has(each.address)) byAddress.set(each.address, each);
  }
  return [...byAddress.values()].toSorted((a, b) => rank(a) - rank(b));
}

/** Routable 0 (IPv4) or 1 (IPv6), link-local 2, loopback 3. */
function rank({ address, family }: DomainAddress): number {
  if (address.startsWith('127.') || address === '::1') return 3;
  if (address.startsWith('169.254.') || /^fe[89ab]/i.test(address)) return 2;
  return family === 'ipv4' ? 0 : 1;
}
