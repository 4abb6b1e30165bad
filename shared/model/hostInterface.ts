/** Network interfaces of the host itself (libvirt's `<interface>` of formatinterface; not a domain's). */
import { integer, oneOf, string } from '../xml/codec.ts';
import type { XmlElement } from '../xml/element.ts';
import { attribute, list, readAll } from '../xml/property.ts';

export const hostInterfaceTypes = ['bridge', 'ethernet', 'bond', 'vlan'] as const;

export const hostInterface = {
  type: attribute('@type', oneOf(hostInterfaceTypes)),
  name: attribute('@name', string),
  mac: attribute('mac/@address', string),
  mtu: attribute('mtu/@size', integer),
  linkState: attribute('link/@state', string),
  linkSpeed: attribute('link/@speed', integer),
  ports: list('bridge/interface/@name', string),
};

export interface HostInterface {
  readonly name: string;
  /** One of {@link hostInterfaceTypes}; `unknown` where only node devices tell, and they don't. */
  readonly type: string;
  readonly mac?: string;
  /** As libvirt says: a bridge that no running guest or cable is on isn't, and can be used all the same. */
  readonly active: boolean;
  /** Mbit/s. */
  readonly linkSpeed?: number;
  readonly mtu?: number;
  /** Interfaces that are joined to the bridge; those of running guests are not among them everywhere. */
  readonly ports: readonly string[];
  /** A card of the machine, not a bridge, tap or the like; absent where the host can't tell. */
  readonly physical?: boolean;
  /** The libvirt network whose bridge it is: guests should use that network instead. */
  readonly network?: string;
}

/** @param element the root of an interface's definition */
export function hostInterfaceFrom(element: XmlElement, active: boolean): HostInterface {
  const { name = '', type = 'unknown', mac, mtu, linkSpeed, ports = [] } = readAll(hostInterface, element);
  return {
    name,
    type,
    ...(mac !== undefined && { mac }),
    active,
    ...(linkSpeed !== undefined && linkSpeed > 0 && { linkSpeed }),
    ...(mtu !== undefined && { mtu }),
    ports,
  };
}
