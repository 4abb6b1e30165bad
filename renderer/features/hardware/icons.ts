import {
  Box,
  Braces,
  CassetteTape,
  CircuitBoard,
  Clock,
  Fingerprint,
  Gauge,
  Cpu,
  Disc,
  Dices,
  FolderSymlink,
  HardDrive,
  Keyboard,
  Info,
  MemoryStick,
  Monitor,
  Network,
  Pin,
  PlugZap,
  Power,
  ShieldCheck,
  Siren,
  SlidersHorizontal,
  SquareTerminal,
  Usb,
  Volume2,
  type LucideIcon,
} from 'lucide-react';
import { createElement, type ReactElement } from 'react';
import type { PartId } from './partLayouts.ts';
import type { Device } from '../../../shared/model/devices/index.ts';

const icons: Readonly<Record<Device['kind'], LucideIcon>> = {
  disk: HardDrive,
  interface: Network,
  graphics: Monitor,
  video: Monitor,
  serial: SquareTerminal,
  parallel: SquareTerminal,
  console: SquareTerminal,
  channel: PlugZap,
  controller: CircuitBoard,
  input: Keyboard,
  hostdev: Cpu,
  filesystem: FolderSymlink,
  tpm: ShieldCheck,
  rng: Dices,
  watchdog: Clock,
  memballoon: MemoryStick,
  sound: Volume2,
  audio: Volume2,
  panic: Siren,
  vsock: PlugZap,
  redirdev: Usb,
  smartcard: ShieldCheck,
  hub: Usb,
  iommu: CircuitBoard,
  shmem: MemoryStick,
  memory: MemoryStick,
  redirfilter: Usb,
  crypto: ShieldCheck,
  lease: Clock,
  pstore: MemoryStick,
  nvram: MemoryStick,
  other: Box,
};

export const partIcons: Readonly<Record<PartId, LucideIcon>> = {
  general: Info,
  cpu: Cpu,
  memory: MemoryStick,
  numa: CircuitBoard,
  tuning: Pin,
  boot: Power,
  clock: Clock,
  features: SlidersHorizontal,
  hyperv: Gauge,
  security: ShieldCheck,
  smbios: Fingerprint,
  qemu: Braces,
};

function iconOf(device: Device): LucideIcon {
  if (device.kind === 'disk') {
    if (device.properties.device === 'cdrom') return Disc;
    if (device.properties.device === 'floppy') return CassetteTape;
  }
  return icons[device.kind];
}

interface DeviceIconProps {
  readonly device: Device;
  readonly size: number;
  readonly className?: string | undefined;
}

/** What the device looks like to the guest: removable media have faces of their own. */
export function DeviceIcon({ device, size, className }: DeviceIconProps): ReactElement {
  return createElement(iconOf(device), { size, className, 'aria-hidden': true });
}
