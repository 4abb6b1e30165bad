/** What the pages know of a kind of device: one entry says all of it. */
import type { LucideIcon } from 'lucide-react';
import type { DeviceKind, KnownDevice } from '../../../shared/model/devices/index.ts';
import type { Layout } from '../formLayout.ts';
import type { Part } from './lineParts.ts';

/** Sections of the list of hardware, in the order in which they are looked for. */
export const deviceGroups = [
  'disks',
  'interfaces',
  'display',
  'consoles',
  'host',
  'input',
  'security',
  'memory',
  'controllers',
  'other',
] as const;
export type DeviceGroupName = (typeof deviceGroups)[number];

type Properties<K extends DeviceKind> = KnownDevice<K>['properties'];

/** What the definition of the running guest tells and the stored one does not; `name` has words. */
export interface LiveFact {
  readonly name: 'target' | 'tty' | 'agent';
  readonly value: string | undefined;
}

export interface DeviceNoun<K extends DeviceKind> {
  readonly icon: LucideIcon;
  /** Where some devices of the kind have a face of their own; undefined for the others. */
  readonly ownIcon?: (properties: Properties<K>) => LucideIcon | undefined;
  readonly group: DeviceGroupName;
  /** In one line: what an administrator looks for first, in libvirt's own values. The first part is its name, where it has one. */
  readonly line: (properties: Properties<K>) => readonly Part[];
  readonly liveFact?: (properties: Properties<K>) => LiveFact;
  readonly layout: Layout<Extract<keyof Properties<K>, string>>;
}

export type DeviceNouns = { readonly [K in DeviceKind]: DeviceNoun<K> };
