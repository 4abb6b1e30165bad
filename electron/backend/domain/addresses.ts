/** A guest's addresses: from its agent, the DHCP leases and the host's ARP table, asked side by side. */
import { isActive, type DomainAddress } from '../../../shared/model/domain.ts';
import { channelDevice } from '../../../shared/model/devices/characterDevice.ts';
import { networkInterface } from '../../../shared/model/devices/interface.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { enums, procedures, type Connection } from '../../libvirt/index.ts';
import type { DomainTarget } from './target.ts';

const { virDomainInterfaceAddressesSource: sources, virIPAddrType } = enums;

const AGENT_CHANNEL = 'org.qemu.guest_agent.0';
const AGENT_MS = 3000;
const HOST_MS = 5000;

/**
 * Every address, as often as sources know it; those that one would connect to come first (`sortAddresses`).
 * A source that can't answer (no agent, not this driver's network, too slow) is passed over: that is no fault of the guest's.
 */
export async function addressesOf(target: DomainTarget, signal: AbortSignal): Promise<readonly DomainAddress[]> {
  const { session, domain, dom } = target;
  if (!isActive(domain)) return [];
  const lane = await session.lane('control');
  const reading = readDevices(lane, dom).catch(() => ({ agent: false, macs: [] }));
  const found = await Promise.allSettled([
    reading.then(({ agent }) => (agent ? ask(lane, dom, 'agent', limit(signal, AGENT_MS)) : [])),
    ask(lane, dom, 'lease', limit(signal, HOST_MS)),
    ask(lane, dom, 'arp', limit(signal, HOST_MS)),
  ]);
  signal.throwIfAborted();
  const addresses = found.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  return sortAddresses(addresses, (await reading).macs);
}

const limit = (signal: AbortSignal, ms: number): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(ms)]);

interface AddressDevices {
  /** The guest has opened the agent's channel; asking a silent agent costs seconds. */
  readonly agent: boolean;
  /** Of its network interfaces, lower case. */
  readonly macs: readonly string[];
}

async function readDevices(lane: Connection, dom: DomainTarget['dom']): Promise<AddressDevices> {
  const { xml } = await lane.call(procedures.domainGetXmlDesc, { dom, flags: 0 });
  const devices = parseXml(xml).root.child('devices');
  return {
    agent: (devices?.childrenNamed('channel') ?? []).some(
      (each) => channelDevice.name.get(each) === AGENT_CHANNEL && channelDevice.state.get(each) === 'connected',
    ),
    macs: (devices?.childrenNamed('interface') ?? []).flatMap(
      (each) => networkInterface.mac.get(each)?.toLowerCase() ?? [],
    ),
  };
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

/**
 * Those of the VM's own interfaces come first, then what the guest has made for itself (bridges of containers, clusters and nested
 * guests), then link-local ones, loopback last. Of one kind IPv4 goes before IPv6, then the agent, which knows most, before the others;
 * otherwise the order in which they came.
 * @param macs of the VM's interfaces, lower case
 */
export function sortAddresses(addresses: readonly DomainAddress[], macs: readonly string[]): readonly DomainAddress[] {
  const own = new Set(macs);
  return addresses
    .toSorted((a, b) => trust.indexOf(a.source) - trust.indexOf(b.source))
    .toSorted((a, b) => rank(a, own) - rank(b, own));
}

/** Less is better. */
function rank({ address, family, mac }: DomainAddress, own: ReadonlySet<string>): number {
  const later = family === 'ipv4' ? 0 : 1;
  if (address.startsWith('127.') || address === '::1') return 6 + later;
  if (address.startsWith('169.254.') || /^fe[89ab]/i.test(address)) return 4 + later;
  return (mac !== undefined && own.has(mac) ? 0 : 2) + later;
}
