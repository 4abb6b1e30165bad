import { Disc, Gamepad2, Globe, Mouse, Save, Usb, type LucideIcon } from 'lucide-react';
import { createElement, type ReactElement } from 'react';
import type { NewDeviceId } from '../../../shared/model/newDevice/index.ts';
import type { NewDevice } from '../../../shared/model/newDevice/newDevice.ts';
import { deviceNouns } from '../../nouns/device/index.ts';

/** Entries that look otherwise than their kind does. */
const byId: { readonly [Id in NewDeviceId]?: LucideIcon } = {
  cdrom: Disc,
  floppy: Save,
  rbdDisk: Globe,
  iscsiDisk: Globe,
  nbdDisk: Globe,
  httpDisk: Globe,
  tablet: Mouse,
  mouse: Mouse,
  evdev: Gamepad2,
  inputPassthrough: Gamepad2,
  usbDevice: Usb,
  usbController: Usb,
};

interface EntryIconProps {
  readonly device: NewDevice<NewDeviceId>;
  readonly size: number;
  readonly className?: string | undefined;
}

export function EntryIcon({ device, size, className }: EntryIconProps): ReactElement {
  return createElement(byId[device.id] ?? deviceNouns[device.kind].icon, { size, className, 'aria-hidden': true });
}
