/** The devices of a definition, in its order, each read by the table of its element. */
import type { XmlElement } from '../../xml/element.ts';
import { named, type NamedTable } from '../../xml/named.ts';
import { readAll, type Table, type ValuesOf } from '../../xml/property.ts';
import { audio } from './audio.ts';
import { channelDevice, consoleDevice, parallel, serial } from './characterDevice.ts';
import { addressOf, alias } from './common.ts';
import { controller } from './controller.ts';
import { crypto } from './crypto.ts';
import { disk } from './disk.ts';
import { filesystem } from './filesystem.ts';
import { graphics } from './graphics.ts';
import { hostdev } from './hostdev.ts';
import { hub } from './hub.ts';
import { input } from './input.ts';
import { networkInterface } from './interface.ts';
import { iommu } from './iommu.ts';
import { lease } from './lease.ts';
import { memballoon } from './memballoon.ts';
import { memory } from './memory.ts';
import { nvram } from './nvram.ts';
import { panic } from './panic.ts';
import { pstore } from './pstore.ts';
import { redirdev, redirfilter } from './redirdev.ts';
import { rng } from './rng.ts';
import { shmem } from './shmem.ts';
import { smartcard } from './smartcard.ts';
import { sound } from './sound.ts';
import { tpm } from './tpm.ts';
import { video } from './video.ts';
import { vsock } from './vsock.ts';
import { watchdog } from './watchdog.ts';

/** Property table by element name. */
export const deviceTables = {
  disk,
  controller,
  interface: networkInterface,
  graphics,
  video,
  serial,
  parallel,
  console: consoleDevice,
  channel: channelDevice,
  input,
  hostdev,
  filesystem,
  tpm,
  rng,
  watchdog,
  memballoon,
  sound,
  panic,
  vsock,
  redirdev,
  smartcard,
  hub,
  iommu,
  shmem,
  memory,
  audio,
  redirfilter,
  crypto,
  lease,
  pstore,
  nvram,
};
export type DeviceKind = keyof typeof deviceTables;

interface DeviceCommon {
  /** Name of the XML element. */
  readonly element: string;
  /** Among the elements of the same name. */
  readonly index: number;
  readonly alias?: string;
  /** Where the guest finds it: `pci 0000:00:03.0`, `drive 0:0:0:1`. */
  readonly address?: string;
}

/** What each table maps, by element name. */
type DeviceValues = { readonly [K in DeviceKind]: ValuesOf<(typeof deviceTables)[K]> };

/** A device that VirtDeck has a table for. `properties`: what its XML says; what is absent there is absent here. */
export type KnownDevice<K extends DeviceKind = DeviceKind> = {
  readonly [P in K]: DeviceCommon & { readonly kind: P; readonly properties: Readonly<Partial<DeviceValues[P]>> };
}[K];
/** `kind` tells which; `KnownDevice<'disk'>` is a disk. */
export type Device = KnownDevice | (DeviceCommon & { readonly kind: 'other' });

/** The same tables, typed so that a kind and its table stay together. */
const tables: { readonly [K in DeviceKind]: Table<DeviceValues[K]> } = deviceTables;

/** The same by the name of the element, for edits and forms. */
export const namedDeviceTables: Readonly<Record<string, NamedTable | undefined>> = namedTables(tables);

function namedTables<M>(known: { readonly [K in keyof M]: Table<M[K]> }): Record<string, NamedTable> {
  const result: Record<string, NamedTable> = {};
  for (const kind in known) result[kind] = named(kind, known[kind]);
  return result;
}

/** Every element under `<devices>` that is a device, those without a table as `other`; `<emulator>` is none. */
export function devicesOf(domain: XmlElement): readonly Device[] {
  const counts = new Map<string, number>();
  return deviceElements(domain).map((element) => {
    const index = counts.get(element.name) ?? 0;
    counts.set(element.name, index + 1);
    return deviceOf(element, index);
  });
}

/** @param index among the elements of its name */
export function deviceOf(element: XmlElement, index: number): Device {
  const name = alias.get(element);
  const address = addressOf(element);
  const common = {
    element: element.name,
    index,
    ...(name === undefined ? {} : { alias: name }),
    ...(address === undefined ? {} : { address }),
  };
  return readDevice(element, common);
}

/** What {@link devicesOf} reads, as elements. */
export function deviceElements(domain: XmlElement): readonly XmlElement[] {
  return (domain.child('devices')?.children ?? []).filter((element) => element.name !== 'emulator');
}

function isKnown(name: string): name is DeviceKind {
  return Object.hasOwn(deviceTables, name);
}

function readDevice(element: XmlElement, common: DeviceCommon): Device {
  return isKnown(element.name) ? readKnown(element.name, element, common) : { ...common, kind: 'other' };
}

function readKnown<K extends DeviceKind>(kind: K, element: XmlElement, common: DeviceCommon): KnownDevice<K> {
  return { ...common, kind, properties: readAll(tables[kind], element) };
}
