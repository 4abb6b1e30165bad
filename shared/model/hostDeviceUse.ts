/** Which devices of the host a domain's definition takes. */
import { parseXml } from '../xml/parse.ts';
import type { XmlElement } from '../xml/element.ts';
import { readAll } from '../xml/property.ts';
import { hostdev } from './devices/hostdev.ts';
import { networkInterface } from './devices/interface.ts';
import { pciText, type NodeDevice } from './nodeDevice.ts';

/** What a definition may call this device; the same words as {@link hostDevicesOf}. */
export function keysOf(device: NodeDevice): readonly string[] {
  switch (device.kind) {
    case 'pci':
      return [`pci ${device.address}`];
    case 'usb':
      return [`usb ${device.bus}.${device.device}`, `usb ${device.vendorId}:${device.productId}`];
    case 'mdev':
      return [`mdev ${device.uuid.toLowerCase()}`];
    case 'scsi':
      return [`scsi ${device.host}:${device.bus}:${device.target}:${device.unit}`];
    case 'net':
      return [`net ${device.interface}`];
    default:
      return device satisfies never;
  }
}

/**
 * The devices of the host that the definition names: by `<hostdev>`, by `<interface type='hostdev'>` and, for network cards, by macvtap.
 * @throws AppError `invalidArgument` when the text is no XML
 */
export function hostDevicesOf(xml: string): readonly string[] {
  const devices = parseXml(xml).root.child('devices');
  return [
    ...(devices?.childrenNamed('hostdev') ?? []).flatMap(hostdevKey),
    ...(devices?.childrenNamed('interface') ?? []).flatMap(interfaceKey),
  ];
}

function hostdevKey(element: XmlElement): readonly string[] {
  const { type, ...source } = readAll(hostdev, element);
  switch (type) {
    case 'pci':
      return [`pci ${pciSource(element)}`];
    case 'usb':
      return source.vendorId === undefined
        ? [`usb ${source.sourceBus ?? 0}.${source.sourceDevice ?? 0}`]
        : [`usb ${source.vendorId}:${source.productId ?? 0}`];
    case 'mdev':
      return [`mdev ${source.sourceUuid?.toLowerCase() ?? ''}`];
    case 'scsi':
      return [
        `scsi ${source.adapter?.replace(/^scsi_host/, '') ?? ''}:${source.sourceBus ?? 0}:${source.sourceTarget ?? 0}:${source.sourceUnit ?? 0}`,
      ];
    default:
      return [];
  }
}

function interfaceKey(element: XmlElement): readonly string[] {
  switch (networkInterface.type.get(element)) {
    case 'hostdev':
      return [`pci ${pciSource(element)}`];
    case 'direct': {
      const card = networkInterface.dev.get(element);
      return card === undefined ? [] : [`net ${card}`];
    }
    default:
      return [];
  }
}

/** `<source><address .../></source>` of a PCI device, in both elements alike. */
function pciSource(element: XmlElement): string {
  const { sourceDomain, sourceBus, sourceSlot, sourceFunction } = readAll(hostdev, element);
  return pciText({
    ...(sourceDomain !== undefined && { domain: sourceDomain }),
    ...(sourceBus !== undefined && { bus: sourceBus }),
    ...(sourceSlot !== undefined && { slot: sourceSlot }),
    ...(sourceFunction !== undefined && { function: sourceFunction }),
  });
}
