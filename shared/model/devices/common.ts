/** What every device may carry: its alias, where the guest finds it, boot order, and the options of virtio devices. */
import { integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import type { XmlElement } from '../../xml/element.ts';
import { attribute, list, text } from '../../xml/property.ts';

/** libvirt's name of the device; user-defined ones begin with "ua-". */
export const alias = attribute('alias/@name', string);

export const bootOrder = attribute('boot/@order', integer);

/** `<driver>` of virtio devices (formatdomain, "Virtio-related options"). */
export const virtioDriver = {
  iommu: attribute('driver/@iommu', onOff),
  ats: attribute('driver/@ats', onOff),
  packed: attribute('driver/@packed', onOff),
  queueReset: attribute('driver/@queue_reset', onOff),
  pagePerVq: attribute('driver/@page_per_vq', onOff),
};

/** `<rom>` of PCI devices. */
export const rom = {
  romBar: attribute('rom/@bar', onOff),
  romEnabled: attribute('rom/@enabled', yesNo),
  romFile: attribute('rom/@file', string),
};

/** `<reconnect>` of a source that libvirt connects to by itself. */
export const reconnect = {
  reconnect: attribute('source/reconnect/@enabled', yesNo),
  /** Seconds between attempts. */
  reconnectTimeout: attribute('source/reconnect/@timeout', integer, { unit: 'seconds' }),
};

/** `<acpi>`: number of the device in the guest's firmware tables, which guests name it by. */
export const acpiIndex = attribute('acpi/@index', integer);

/** Paravirtual device of a driver domain (Xen). */
export const backendDomain = attribute('backenddomain/@name', string);

/** `<seclabel>` of one image or socket. */
export const sourceLabel = {
  model: attribute('@model', oneOf(['selinux', 'apparmor', 'dac'])),
  relabel: attribute('@relabel', yesNo),
  labelSkip: attribute('@labelskip', yesNo),
  label: text('label', string),
};
export const sourceLabelSamples = [
  [{ model: 'dac', relabel: false }],
  [{ model: 'selinux', relabel: true, label: 'system_u:object_r:svirt_image_t:s0' }],
] as const;

/** An I/O thread of several that serve a device; without queues it takes its share of them. */
export const queueThread = {
  id: attribute('@id', integer),
  queues: list('queue/@id', integer),
};
export const queueThreadSamples = [
  [{ id: 1 }],
  [
    { id: 1, queues: [0, 1] },
    { id: 2, queues: [2] },
  ],
] as const;

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
