/** The devices of a definition, in its order. */
import type { XmlElement } from '../../xml/element.ts';

/** Where the guest finds a device, as the definition says it: `pci 0000:00:03.0`, `drive 0:0:0:1`, `usb 0:1`. */
export interface DeviceCommon {
  /** Name of the XML element. */
  readonly element: string;
  /** Among the elements of the same name. */
  readonly index: number;
  readonly alias?: string;
  readonly address?: string;
}
export interface OtherDevice extends DeviceCommon {
  readonly kind: 'other';
}
export type Device = OtherDevice;

/** Every element under `<devices>`, those VirtDeck has no table for as `other`. */
export function devicesOf(domain: XmlElement): readonly Device[] {
  throw new Error('not yet');
}
