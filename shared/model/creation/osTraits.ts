/** What follows from an operating system, known or not, for the machine that it gets. */
import type { OperatingSystem, OsDevice } from '../os.ts';

/** An unknown system is taken for a recent Linux; `compatible` is for one that turns out not to be. */
export interface GuestSystem {
  readonly os: OperatingSystem | undefined;
  /** No virtio, nothing newer than what every system has had drivers for. */
  readonly compatible: boolean;
}

export const isWindows = (os: OperatingSystem | undefined): boolean => os?.family === 'winnt';

/** Systems whose clock runs in local time. */
export const keepsLocalTime = (os: OperatingSystem | undefined): boolean =>
  os !== undefined && ['winnt', 'win9x', 'win16', 'msdos', 'solaris'].includes(os.family);

/** Whether it has a driver. Unknown systems have them all, or in `compatible` none but the oldest. */
export function drives({ os, compatible }: GuestSystem, device: OsDevice): boolean {
  if (compatible) return device === 'e1000' || device === 'usb-tablet';
  return os === undefined || os.devices.includes(device);
}

/** Released in or after that year, or rolling; unknown systems are taken for recent. */
export function isSince({ os, compatible }: GuestSystem, year: number): boolean {
  if (compatible) return false;
  if (os === undefined || os.status === 'rolling' || os.status === 'prerelease') return true;
  return Number((os.released ?? '0').slice(0, 4)) >= year;
}

/** Windows 11 and Server 2025 refuse to be installed without. */
export const needsTpm = (os: OperatingSystem | undefined): boolean =>
  isWindows(os) && (os?.firmware.bios === false || /2k25|win12/.test(os?.id ?? ''));

/**
 * Cores rather than sockets for Windows, whose client editions use two sockets at most and leave the rest of the vCPUs alone; other
 * systems don't care.
 */
export function topologyFor(os: OperatingSystem | undefined, vcpus: number) {
  return isWindows(os) && vcpus > 1 ? { sockets: 1, cores: vcpus, threads: 1 } : undefined;
}
