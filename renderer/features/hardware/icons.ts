import {
  Braces,
  CircuitBoard,
  Clock,
  Fingerprint,
  Gauge,
  Cpu,
  Info,
  MemoryStick,
  Pin,
  Power,
  ShieldCheck,
  SlidersHorizontal,
  type LucideIcon,
} from 'lucide-react';
import { createElement, type ReactElement } from 'react';
import type { PartId } from './partLayouts.ts';
import { deviceIcon } from '../../nouns/device/index.ts';
import type { Device } from '../../../shared/model/devices/index.ts';

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

interface DeviceIconProps {
  readonly device: Device;
  readonly size: number;
  readonly className?: string | undefined;
}

/** What the device looks like to the guest: removable media have faces of their own. */
export function DeviceIcon({ device, size, className }: DeviceIconProps): ReactElement {
  return createElement(deviceIcon(device), { size, className, 'aria-hidden': true });
}
