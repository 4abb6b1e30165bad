/**
 * Names a device so that it is found again in another text of the same domain: in the live and the persistent definition, before
 * and after somebody changed it. Aliases don't do: libvirt gives them at start only.
 */
import type { XmlElement } from '../../xml/element.ts';
import { channelDevice, consoleDevice, parallel, serial } from './characterDevice.ts';
import { controller } from './controller.ts';
import { disk } from './disk.ts';
import { filesystem } from './filesystem.ts';
import { graphics } from './graphics.ts';
import { hostdev } from './hostdev.ts';
import { deviceElements, type DeviceKind } from './index.ts';
import { input } from './input.ts';
import { networkInterface } from './interface.ts';

/** `disk:vda`, `interface:52:54:00:12:34:56`, `sound:0`. */
export type DeviceKey = string;

/** Name of the element that a key is of. */
export const elementOf = (key: DeviceKey): string => key.split(':', 1)[0] ?? '';

type Part = string | number | undefined;

/** What tells devices of a kind apart; a kind without an entry, and a device without the property, go by their position. */
const identities: { readonly [K in DeviceKind]?: (element: XmlElement) => readonly Part[] } = {
  disk: (element) => [disk.target.get(element)],
  interface: (element) => [networkInterface.mac.get(element)?.toLowerCase()],
  controller: (element) => [controller.type.get(element), controller.controllerIndex.get(element) ?? 0],
  graphics: (element) => [graphics.type.get(element)],
  serial: (element) => [serial.port.get(element)],
  parallel: (element) => [parallel.port.get(element)],
  console: (element) => [consoleDevice.port.get(element)],
  channel: (element) => [channelDevice.name.get(element)],
  filesystem: (element) => [filesystem.target.get(element)],
  input: (element) => [input.type.get(element), input.bus.get(element) ?? ''],
  hostdev: hostdevIdentity,
};

function hostdevIdentity(element: XmlElement): readonly Part[] {
  const uuid = hostdev.sourceUuid.get(element);
  if (uuid !== undefined) return [uuid];
  const vendor = hostdev.vendorId.get(element);
  if (vendor !== undefined) return ['usb', vendor.toString(16), hostdev.productId.get(element)?.toString(16)];
  const bus = hostdev.sourceBus.get(element);
  if (bus === undefined) return [undefined];
  const slot = hostdev.sourceSlot.get(element) ?? hostdev.sourceDevice.get(element);
  return [
    hostdev.type.get(element),
    ...[hostdev.sourceDomain.get(element) ?? 0, bus, slot ?? 0, hostdev.sourceFunction.get(element) ?? 0].map((part) =>
      part.toString(16),
    ),
  ];
}

/** Every device of a domain by its key, in the order of the definition. Of several alike, later ones get `#2`, `#3`. */
export function keyedDevices(domain: XmlElement): ReadonlyMap<DeviceKey, XmlElement> {
  const devices = new Map<DeviceKey, XmlElement>();
  const positions = new Map<string, number>();
  for (const element of deviceElements(domain)) {
    const position = positions.get(element.name) ?? 0;
    positions.set(element.name, position + 1);
    const key = [element.name, ...(identityOf(element) ?? [position])].join(':');
    let unique = key;
    for (let count = 2; devices.has(unique); count++) unique = `${key}#${count}`;
    devices.set(unique, element);
  }
  return devices;
}

function identityOf(element: XmlElement): readonly Part[] | undefined {
  const byName: Readonly<Record<string, ((element: XmlElement) => readonly Part[]) | undefined>> = identities;
  const parts = byName[element.name]?.(element);
  return parts === undefined || parts.some((part) => part === undefined) ? undefined : parts;
}
