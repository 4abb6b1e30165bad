/** What every device may carry: its alias, where the guest finds it, boot order, and the options of virtio devices. */
import { integer, oneOf, onOff, string } from '../../xml/codec.ts';
import type { XmlElement } from '../../xml/element.ts';
import { attribute } from '../../xml/property.ts';

/** libvirt's name of the device; user-defined ones begin with "ua-". */
export const alias = attribute('alias/@name', string);

export const bootOrder = attribute('boot/@order', integer);

/** `<driver>` of virtio devices (formatdomain, "Virtio-related options"). */
export const virtioDriver = {
  iommu: attribute('driver/@iommu', onOff),
  ats: attribute('driver/@ats', onOff),
  packed: attribute('driver/@packed', onOff),
  pagePerVq: attribute('driver/@page_per_vq', onOff),
};

/** `<rom>` of PCI devices. */
export const rom = {
  romBar: attribute('rom/@bar', onOff),
  romFile: attribute('rom/@file', string),
};

export const virtioModels = ['virtio', 'virtio-transitional', 'virtio-non-transitional'] as const;

/** `<address>` by its type: attributes in the order they are read. */
const addressFormats: Readonly<Record<string, (part: (name: string) => string) => string>> = {
  pci: (part) => `${hex(part('domain'), 4)}:${hex(part('bus'), 2)}:${hex(part('slot'), 2)}.${hex(part('function'), 1)}`,
  drive: (part) => ['controller', 'bus', 'target', 'unit'].map((name) => part(name) || '0').join(':'),
  usb: (part) => `${part('bus') || '0'}:${part('port')}`,
  'virtio-serial': (part) => ['controller', 'bus', 'port'].map((name) => part(name) || '0').join(':'),
  ccid: (part) => `${part('controller') || '0'}:${part('slot') || '0'}`,
  ccw: (part) => `${part('cssid')}.${part('ssid')}.${part('devno')}`,
  isa: (part) => [part('iobase'), part('irq')].filter((text) => text !== '').join(' '),
  dimm: (part) => part('slot'),
};

const hex = (text: string, digits: number): string => (Number(text) || 0).toString(16).padStart(digits, '0');
const addressType = attribute(
  'address/@type',
  oneOf([
    'pci',
    'drive',
    'usb',
    'virtio-serial',
    'ccid',
    'ccw',
    'isa',
    'dimm',
    'spapr-vio',
    'virtio-mmio',
    'unassigned',
  ]),
);

/** Where the guest finds the device, in the notation usual for its bus: `pci 0000:00:03.0`, `drive 0:0:0:1`. */
export function addressOf(device: XmlElement): string | undefined {
  const type = addressType.get(device);
  if (type === undefined) return undefined;
  const address = device.child('address');
  const parts = addressFormats[type]?.((name) => address?.attribute(name) ?? '') ?? '';
  return parts === '' ? type : `${type} ${parts}`;
}
