/** Virtual networks (formatnetwork). */
import { integer, oneOf, string, yesNo } from '../xml/codec.ts';
import type { XmlElement } from '../xml/element.ts';
import { attribute, list, readAll, records, text } from '../xml/property.ts';

export const forwardModes = ['nat', 'route', 'open', 'bridge', 'private', 'vepa', 'passthrough', 'hostdev'] as const;

const range = { start: attribute('@start', string), end: attribute('@end', string) };
const dhcpHost = { mac: attribute('@mac', string), name: attribute('@name', string), ip: attribute('@ip', string) };
const ip = {
  family: attribute('@family', oneOf(['ipv4', 'ipv6']), { default: 'ipv4' }),
  address: attribute('@address', string),
  prefix: attribute('@prefix', integer),
  netmask: attribute('@netmask', string),
  ranges: records('dhcp/range', range, [[{ start: '192.0.2.2', end: '192.0.2.9' }]]),
  hosts: records('dhcp/host', dhcpHost, [[{ mac: '52:54:00:00:00:01', ip: '192.0.2.5' }]]),
};
const portgroup = { name: attribute('@name', string), default: attribute('@default', yesNo, { default: false }) };

export const network = {
  name: text('name', string),
  uuid: text('uuid', string),
  title: text('title', string),
  forwardMode: attribute('forward/@mode', oneOf(forwardModes)),
  forwardDevice: attribute('forward/@dev', string),
  forwardDevices: list('forward/interface/@dev', string),
  /** Physical functions whose virtual functions are handed out. */
  physicalFunctions: list('forward/pf/@dev', string),
  bridge: attribute('bridge/@name', string),
  mac: attribute('mac/@address', string),
  mtu: attribute('mtu/@size', integer),
  dnsDomain: attribute('domain/@name', string),
  virtualPort: attribute('virtualport/@type', string),
  ips: records('ip', ip, [
    [
      { address: '192.0.2.1', netmask: '255.255.255.0' },
      { family: 'ipv6', prefix: 64 },
    ],
  ]),
  portgroups: records('portgroup', portgroup, [[{ name: 'web', default: true }, { name: 'db' }]]),
};

export interface NetworkAddress {
  readonly family: 'ipv4' | 'ipv6';
  /** Of the host on this network. */
  readonly address: string;
  /** Length of the network part. */
  readonly prefix: number;
  /** Addresses that DHCP hands out; none: no DHCP of libvirt's. */
  readonly ranges: readonly { readonly start: string; readonly end: string }[];
}

export interface Network {
  readonly name: string;
  readonly uuid: string;
  readonly title?: string;
  readonly active: boolean;
  readonly persistent: boolean;
  readonly autostart: boolean;
  /** One of {@link forwardModes}, or a newer libvirt's word; `isolated` when nothing is forwarded. */
  readonly forwardMode: string;
  /** Interfaces of the host that it goes out by; empty: any. */
  readonly forwardDevices: readonly string[];
  readonly bridge?: string;
  readonly mtu?: number;
  readonly virtualPort?: string;
  readonly addresses: readonly NetworkAddress[];
  readonly portgroups: readonly { readonly name: string; readonly default: boolean }[];
}

/** @param element the root of a network's definition */
export function networkFrom(element: XmlElement, rest: Pick<Network, 'active' | 'persistent' | 'autostart'>): Network {
  const { name = '', uuid = '', title, bridge, mtu, virtualPort, ...values } = readAll(network, element);
  const devices = [
    ...(values.forwardDevice === undefined ? [] : [values.forwardDevice]),
    ...(values.forwardDevices ?? []),
    ...(values.physicalFunctions ?? []),
  ];
  return {
    name,
    uuid,
    ...(title !== undefined && { title }),
    ...rest,
    // An empty <forward/> means nat (virNetworkForwardDefParseXML).
    forwardMode: values.forwardMode ?? (element.child('forward') === undefined ? 'isolated' : 'nat'),
    forwardDevices: [...new Set(devices)],
    ...(bridge !== undefined && { bridge }),
    ...(mtu !== undefined && { mtu }),
    ...(virtualPort !== undefined && { virtualPort }),
    addresses: (values.ips ?? []).map((each) => ({
      family: each.family === 'ipv6' ? 'ipv6' : 'ipv4',
      address: each.address ?? '',
      prefix: each.prefix ?? prefixOf(each.netmask) ?? (each.family === 'ipv6' ? 64 : classPrefix(each.address)),
      ranges: (each.ranges ?? []).map(({ start = '', end = '' }) => ({ start, end })),
    })),
    portgroups: (values.portgroups ?? []).map(({ name: group = '', default: usual = false }) => ({
      name: group,
      default: usual,
    })),
  };
}

const octets = (text = ''): readonly number[] => text.split('.').map(Number);

/** 255.255.255.0 is 24. */
function prefixOf(netmask: string | undefined): number | undefined {
  if (netmask === undefined) return undefined;
  return octets(netmask).reduce((bits, octet) => bits + octet.toString(2).replaceAll('0', '').length, 0);
}

/** Without netmask libvirt goes by the address's class (virSocketAddrGetIPPrefix). */
function classPrefix(address: string | undefined): number {
  const [first = 0] = octets(address);
  return first < 128 ? 8 : first < 192 ? 16 : 24;
}
