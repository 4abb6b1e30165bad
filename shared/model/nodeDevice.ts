/** Devices of the host (formatnode), as far as they can be given to guests. */
import { hexadecimal, integer, oneOf, string } from '../xml/codec.ts';
import type { XmlElement } from '../xml/element.ts';
import { attribute, list, readAll, records, text } from '../xml/property.ts';

export const nodeDeviceKinds = ['pci', 'usb', 'mdev', 'scsi', 'net'] as const;
export type NodeDeviceKind = (typeof nodeDeviceKinds)[number];

/** Of any device; paths below `<device>`. */
export const nodeDevice = {
  name: text('name', string),
  /** Below /sys. */
  path: text('path', string),
  parent: text('parent', string),
  driver: text('driver/name', string),
  capability: attribute('capability/@type', string),
};

const pciAddress = {
  domain: attribute('@domain', hexadecimal(4)),
  bus: attribute('@bus', hexadecimal(2)),
  slot: attribute('@slot', hexadecimal(2)),
  function: attribute('@function', hexadecimal(1)),
};
const mdevType = {
  id: attribute('@id', string),
  name: text('name', string),
  deviceApi: text('deviceAPI', oneOf(['vfio-pci', 'vfio-ccw', 'vfio-ap'])),
  available: text('availableInstances', integer),
};

/** The others below `<capability>`, one table for each of its types. */
export const pciCapability = {
  class: text('class', hexadecimal(6)),
  domain: text('domain', integer),
  bus: text('bus', integer),
  slot: text('slot', integer),
  function: text('function', integer),
  productId: attribute('product/@id', hexadecimal(4)),
  product: text('product', string),
  vendorId: attribute('vendor/@id', hexadecimal(4)),
  vendor: text('vendor', string),
  iommuGroup: attribute('iommuGroup/@number', integer),
  numaNode: attribute('numa/@node', integer),
  physicalFunction: records(`capability[@type='phys_function']/address`, pciAddress, [[{ domain: 0, bus: 3 }]]),
  virtualFunctions: records(`capability[@type='virt_functions']/address`, pciAddress, [[{ domain: 0, bus: 3 }]]),
  maxVirtualFunctions: attribute(`capability[@type='virt_functions']/@maxCount`, integer),
  mdevTypes: records(`capability[@type='mdev_types']/type`, mdevType, [[{ id: 'nvidia-11', available: 16 }]]),
};

export const usbCapability = {
  bus: text('bus', integer),
  device: text('device', integer),
  productId: attribute('product/@id', hexadecimal(4)),
  product: text('product', string),
  vendorId: attribute('vendor/@id', hexadecimal(4)),
  vendor: text('vendor', string),
};

export const mdevCapability = {
  type: attribute('type/@id', string),
  uuid: text('uuid', string),
  parentAddress: text('parent_addr', string),
  iommuGroup: attribute('iommuGroup/@number', integer),
};

export const scsiCapability = {
  host: text('host', integer),
  bus: text('bus', integer),
  target: text('target', integer),
  unit: text('lun', integer),
  type: text('type', string),
};

export const netCapability = {
  interface: text('interface', string),
  mac: text('address', string),
  linkState: attribute('link/@state', string),
  linkSpeed: attribute('link/@speed', integer),
  features: list('feature/@name', string),
};

interface Common {
  /** libvirt's name: `pci_0000_03_00_0`. */
  readonly name: string;
  readonly parent?: string;
  /** The host's driver that has it now; vfio-pci while a guest has it. */
  readonly driver?: string;
  /** Names of the domains whose definition has it. */
  readonly usedBy: readonly string[];
}

interface Labelled {
  readonly vendorId: number;
  readonly productId: number;
  /** From the host's database of ids; absent where that doesn't know it. */
  readonly vendor?: string;
  readonly product?: string;
}

export interface MdevType {
  readonly id: string;
  readonly name?: string;
  readonly deviceApi: string;
  /** How many more can be made. */
  readonly available: number;
}

export interface PciDevice extends Common, Labelled {
  readonly kind: 'pci';
  /** `0000:03:00.0` */
  readonly address: string;
  /** PCI class code, 24 bits; 0x0300xx is a display controller. */
  readonly class?: number;
  /** Devices of one group can only be given away together. */
  readonly iommuGroup?: number;
  readonly numaNode?: number;
  /** Set for a virtual function: the address of the physical one. */
  readonly physicalFunction?: string;
  /** Addresses of its virtual functions, those that are switched on. */
  readonly virtualFunctions: readonly string[];
  /** 0: no SR-IOV. */
  readonly maxVirtualFunctions: number;
  readonly mdevTypes: readonly MdevType[];
}

export interface UsbDevice extends Common, Labelled {
  readonly kind: 'usb';
  readonly bus: number;
  readonly device: number;
}

export interface MdevDevice extends Common {
  readonly kind: 'mdev';
  readonly uuid: string;
  readonly type: string;
  readonly parentAddress?: string;
  readonly iommuGroup?: number;
}

export interface ScsiDevice extends Common {
  readonly kind: 'scsi';
  /** `scsi_host<host>` is the adapter of a definition. */
  readonly host: number;
  readonly bus: number;
  readonly target: number;
  readonly unit: number;
  /** disk, cdrom, tape... */
  readonly type?: string;
}

export interface NetDevice extends Common {
  readonly kind: 'net';
  readonly interface: string;
  readonly mac?: string;
  readonly linkUp: boolean;
  /** Mbit/s. */
  readonly linkSpeed?: number;
  /** A card of the machine, not a bridge, tap or other device made by software. */
  readonly physical: boolean;
}

export type NodeDevice = PciDevice | UsbDevice | MdevDevice | ScsiDevice | NetDevice;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** `0000:03:00.0` */
export const pciText = (address: Readonly<Partial<Record<'domain' | 'bus' | 'slot' | 'function', number>>>): string =>
  `${hex(address.domain ?? 0, 4)}:${hex(address.bus ?? 0, 2)}:${hex(address.slot ?? 0, 2)}.${hex(address.function ?? 0, 1)}`;

/** By `<capability type>`. A net device's parent is `computer` where software made it. */
const readers: Readonly<Record<string, (common: Common, capability: XmlElement) => NodeDevice>> = {
  pci: (common, capability) => {
    const {
      domain,
      bus,
      slot,
      function: of,
      vendorId = 0,
      productId = 0,
      ...rest
    } = readAll(pciCapability, capability);
    const [physical] = rest.physicalFunction ?? [];
    return {
      kind: 'pci',
      ...common,
      address: pciText({
        ...(domain && { domain }),
        ...(bus && { bus }),
        ...(slot && { slot }),
        ...(of && { function: of }),
      }),
      ...names({ vendorId, productId, vendor: rest.vendor, product: rest.product }),
      ...(rest.class !== undefined && { class: rest.class }),
      ...(rest.iommuGroup !== undefined && { iommuGroup: rest.iommuGroup }),
      ...(rest.numaNode !== undefined && { numaNode: rest.numaNode }),
      ...(physical !== undefined && { physicalFunction: pciText(physical) }),
      virtualFunctions: (rest.virtualFunctions ?? []).map(pciText),
      maxVirtualFunctions: rest.maxVirtualFunctions ?? 0,
      mdevTypes: (rest.mdevTypes ?? []).map(({ id = '', name, deviceApi = '', available = 0 }) => ({
        id,
        ...(name !== undefined && { name }),
        deviceApi,
        available,
      })),
    };
  },
  usb_device: (common, capability) => {
    const { bus = 0, device = 0, vendorId = 0, productId = 0, vendor, product } = readAll(usbCapability, capability);
    return { kind: 'usb', ...common, bus, device, ...names({ vendorId, productId, vendor, product }) };
  },
  mdev: (common, capability) => {
    const { type = '', uuid, parentAddress, iommuGroup } = readAll(mdevCapability, capability);
    return {
      kind: 'mdev',
      ...common,
      // libvirt before 6.5 doesn't say the UUID; it is in the name: mdev_<uuid with underscores>.
      uuid: uuid ?? common.name.slice('mdev_'.length).replaceAll('_', '-').slice(0, 36),
      type,
      ...(parentAddress !== undefined && { parentAddress }),
      ...(iommuGroup !== undefined && { iommuGroup }),
    };
  },
  scsi: (common, capability) => {
    const { host = 0, bus = 0, target = 0, unit = 0, type } = readAll(scsiCapability, capability);
    return { kind: 'scsi', ...common, host, bus, target, unit, ...(type !== undefined && { type }) };
  },
  net: (common, capability) => {
    const { interface: name = '', mac, linkState, linkSpeed } = readAll(netCapability, capability);
    return {
      kind: 'net',
      ...common,
      interface: name,
      ...(mac !== undefined && { mac }),
      linkUp: linkState === 'up',
      ...(linkSpeed !== undefined && { linkSpeed }),
      physical: common.parent !== undefined && common.parent !== 'computer',
    };
  },
};

interface Names {
  readonly vendorId: number;
  readonly productId: number;
  readonly vendor: string | undefined;
  readonly product: string | undefined;
}

const names = ({ vendor, product, ...ids }: Names): Labelled => ({
  ...ids,
  ...(vendor !== undefined && { vendor }),
  ...(product !== undefined && { product }),
});

/**
 * @param element the root of a device's XML
 * @returns undefined for a kind that is none of {@link nodeDeviceKinds}
 */
export function nodeDeviceFrom(element: XmlElement): NodeDevice | undefined {
  const { name = '', parent, driver, capability = '' } = readAll(nodeDevice, element);
  const below = element.child('capability');
  const common = { name, ...(parent !== undefined && { parent }), ...(driver !== undefined && { driver }), usedBy: [] };
  return below && readers[capability]?.(common, below);
}

/** A device as a list of all the host's devices shows it, whatever its kind. */
export interface ListedNodeDevice {
  readonly name: string;
  /** `<capability type>`: system, pci, usb_device, net, storage, drm... */
  readonly capability: string;
  readonly parent?: string;
  /** The host's driver that has it now. */
  readonly driver?: string;
  /** What it is, in the words of the host's database: maker and product; of a network card its interface. */
  readonly label?: string;
}

/** @param element the root of a device's XML */
export function listedNodeDevice(element: XmlElement): ListedNodeDevice {
  const { name = '', parent, driver, capability = '' } = readAll(nodeDevice, element);
  const below = element.child('capability');
  const { vendor, product } = below ? readAll(usbCapability, below) : {};
  const { interface: card } = below ? readAll(netCapability, below) : {};
  const label = [vendor, product].filter((word) => word !== undefined).join(' ') || card;
  return {
    name,
    capability,
    ...(parent !== undefined && { parent }),
    ...(driver !== undefined && { driver }),
    ...(label !== undefined && { label }),
  };
}
