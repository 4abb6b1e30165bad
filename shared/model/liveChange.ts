/**
 * What libvirt's QEMU driver can change while the guest runs (libvirt src/qemu/qemu_hotplug.c, qemu_driver.c): which properties,
 * their own lines say (`live`); which devices can be plugged, this file. Everything else waits for the next start. Where a
 * hypervisor or guest can't do it after all, libvirt says so when it is asked.
 */
import type { FieldTraits, LiveCall, LiveUpdate } from '../xml/traits.ts';
import { namedDeviceTables, type DeviceKind } from './devices/index.ts';
import { domain } from './domainProperties.ts';

export type { LiveCall };

type Fields = Readonly<Record<string, FieldTraits>>;

const isUpdate = (live: LiveCall | LiveUpdate): live is LiveUpdate =>
  live === 'update' || live === 'updateMedium' || live === 'updateFixed';

const callsOf = (fields: Fields): Readonly<Record<string, LiveCall>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { live }]) => (live === undefined || isUpdate(live) ? [] : [[name, live]])),
  );

/** Property of the domain -> the call that changes it live. */
export const liveDomainProperties = callsOf(domain);

interface LiveDevice {
  /** Whether one can be added to, and taken from, a running guest. */
  readonly plug: 'yes' | 'no';
  /** Properties that virDomainUpdateDeviceFlags changes. */
  readonly update: readonly string[];
  /** Properties with a call of their own. */
  readonly calls: Readonly<Record<string, LiveCall>>;
}

/** Buses whose disks can be plugged while the guest runs; IDE, SATA and floppy can't. */
const pluggableBuses: readonly unknown[] = ['virtio', 'scsi', 'usb', 'xen'];

type Read = (property: string) => unknown;

const always = (): boolean => true;
const isRemovable = (read: Read): boolean => read('device') === 'cdrom' || read('device') === 'floppy';

/** Kinds that can be plugged, where the device is one of those that can. */
const pluggable: { readonly [K in DeviceKind]?: (read: Read) => boolean } = {
  disk: (read) => !isRemovable(read) && pluggableBuses.includes(read('bus')),
  interface: always,
  hostdev: always,
  // qemuDomainAttachControllerDevice: "'%s' controller cannot be hot plugged" for any other.
  controller: (read) => read('type') === 'scsi',
  redirdev: always,
  rng: always,
  shmem: always,
  memory: always,
  input: (read) => read('bus') !== 'ps2',
  watchdog: always,
  vsock: always,
  filesystem: always,
  channel: always,
  serial: (read) => read('targetType') === 'usb-serial' || read('targetType') === 'pci-serial',
};

/** @param read a property of the device as it runs */
export function liveDevice(element: string, read: Read): LiveDevice {
  const canPlug: Readonly<Record<string, ((read: Read) => boolean) | undefined>> = pluggable;
  const fields = namedDeviceTables[element]?.fields ?? {};
  // Media of removable drives change live; a disk's source doesn't.
  const other: LiveUpdate = isRemovable(read) ? 'updateFixed' : 'updateMedium';
  const update = Object.entries(fields).filter(
    ([, { live }]) => live !== undefined && isUpdate(live) && live !== other,
  );
  return {
    plug: canPlug[element]?.(read) === true ? 'yes' : 'no',
    update: update.map(([name]) => name),
    calls: callsOf(fields),
  };
}
