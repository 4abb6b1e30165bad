import {
  Box,
  Cable,
  CircuitBoard,
  Clock,
  Cpu,
  Disc,
  Dices,
  FolderSymlink,
  Gamepad2,
  Globe,
  HardDrive,
  Keyboard,
  KeyRound,
  MemoryStick,
  Monitor,
  Mouse,
  Network,
  PlugZap,
  Save,
  ShieldCheck,
  Siren,
  SquareTerminal,
  Usb,
  Volume2,
  type LucideIcon,
} from 'lucide-react';
import { createElement, type ReactElement } from 'react';
import type { DeviceKind } from '../../../shared/model/devices/index.ts';
import type { NewDeviceId } from '../../../shared/model/newDevice/index.ts';
import type { NewDevice } from '../../../shared/model/newDevice/newDevice.ts';

const byKind: { readonly [K in DeviceKind]?: LucideIcon } = {
  disk: HardDrive,
  interface: Network,
  graphics: Monitor,
  video: Monitor,
  sound: Volume2,
  audio: Volume2,
  serial: SquareTerminal,
  parallel: SquareTerminal,
  console: SquareTerminal,
  channel: PlugZap,
  input: Keyboard,
  hostdev: Cpu,
  filesystem: FolderSymlink,
  redirdev: Usb,
  smartcard: KeyRound,
  shmem: MemoryStick,
  tpm: ShieldCheck,
  rng: Dices,
  watchdog: Clock,
  panic: Siren,
  crypto: KeyRound,
  pstore: Save,
  vsock: Cable,
  iommu: CircuitBoard,
  memory: MemoryStick,
  memballoon: MemoryStick,
  controller: CircuitBoard,
};

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
  return createElement(byId[device.id] ?? byKind[device.kind] ?? Box, { size, className, 'aria-hidden': true });
}
