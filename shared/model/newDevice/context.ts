/** What a new device is fitted to: the definition it goes into, and what the host's hypervisor offers to such a guest. */
import type { XmlElement } from '../../xml/element.ts';
import { effective } from '../../xml/property.ts';
import { disk } from '../devices/disk.ts';
import { networkInterface } from '../devices/interface.ts';
import type { DomainCapabilities } from '../domainCapabilities.ts';
import { domain } from '../domainProperties.ts';

export interface NewDeviceContext {
  /** The domain as the device will find it: its persistent definition with what is planned already. */
  readonly root: XmlElement;
  /** Absent where the host doesn't tell: then nothing is held to be missing. */
  readonly capabilities?: DomainCapabilities | undefined;
  /** "9.0.0" */
  readonly libvirtVersion?: string | undefined;
  /** From 0 up to, not including, 1; for MAC addresses. */
  readonly random?: () => number;
}

/** The devices of one kind that are there already. */
export const devicesNamed = ({ root }: NewDeviceContext, kind: string): readonly XmlElement[] =>
  root.child('devices')?.childrenNamed(kind) ?? [];

export const archOf = ({ root, capabilities }: NewDeviceContext): string =>
  domain.arch.get(root) ?? capabilities?.arch ?? 'x86_64';

export const isX86 = (context: NewDeviceContext): boolean => ['x86_64', 'i686'].includes(archOf(context));

/** `q35`, `pc`, `virt`, `pseries`...: the machine without its version. */
export function machineOf({ root, capabilities }: NewDeviceContext): string {
  const machine = domain.machine.get(root) ?? capabilities?.machine ?? '';
  if (/(^|-)q35(-|$)/.test(machine)) return 'q35';
  if (/^pc(-i440fx)?(-|$)/.test(machine)) return 'pc';
  return machine.replace(/-.*$/, '');
}

/** Whether devices are plugged into PCI Express ports. */
export const hasPcie = (context: NewDeviceContext): boolean => ['q35', 'virt'].includes(machineOf(context));

/** Whether the host's hypervisor has this value of an enum of its domain capabilities; undefined where it doesn't tell. */
export function offers({ capabilities }: NewDeviceContext, name: string, value: string): boolean | undefined {
  return capabilities?.enums[name]?.includes(value);
}

/** At least this version of libvirt, or one that isn't known. */
export function isLibvirt({ libvirtVersion }: NewDeviceContext, major: number, minor: number): boolean {
  if (libvirtVersion === undefined) return true;
  const [hostMajor = 0, hostMinor = 0] = libvirtVersion.split('.').map(Number);
  return hostMajor > major || (hostMajor === major && hostMinor >= minor);
}

/**
 * Whether the guest has drivers for virtio: it does when a disk or card of it is virtio, doesn't when it has others only; a guest that
 * has neither is taken for one of today, unless it is Windows.
 */
export function prefersVirtio(context: NewDeviceContext): boolean {
  const disks = devicesNamed(context, 'disk').filter((each) => effective(disk.device, each) === 'disk');
  const cards = devicesNamed(context, 'interface');
  if (disks.length + cards.length === 0) return !isWindows(context);
  return (
    disks.some((each) => disk.bus.get(each) === 'virtio') ||
    cards.some((each) => networkInterface.model.get(each)?.startsWith('virtio') === true)
  );
}

export const isWindows = ({ root }: NewDeviceContext): boolean =>
  domain.osId.get(root)?.includes('microsoft.com') === true;

/** The smallest number from `first` on that none of the devices has. */
export function nextFree(taken: readonly (number | undefined)[], first = 0): number {
  const numbers = new Set(taken);
  let free = first;
  while (numbers.has(free)) free++;
  return free;
}

/** `name`, or with the first number after it that is free. */
export function freeName(taken: readonly (string | undefined)[], name: string): string {
  let free = name;
  for (let count = 2; taken.includes(free); count++) free = `${name}${count}`;
  return free;
}
