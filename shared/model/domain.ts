/** The libvirt domain: what users call a virtual machine. States, identity and what a list shows of it. */
import { z } from 'zod';
import { hostId, type HostId } from './host.ts';
import type { ObjectRef } from './objectRef.ts';

/** virDomainState by index (libvirt-domain.h). */
export const domainStates = [
  'nostate',
  'running',
  'blocked',
  'paused',
  'shutdown',
  'shutoff',
  'crashed',
  'pmsuspended',
] as const;
export type DomainState = (typeof domainStates)[number];

/**
 * Whether it has a process. The state doesn't tell: a guest that crashed lives on in its QEMU where its definition says `preserve`
 * (formatdomain, "Events configuration").
 */
export const isActive = ({ id }: Pick<Domain, 'id'>): boolean => id !== undefined;

export const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'not a UUID');

/** Names one domain of one host. */
export const domainRef = z.object({ host: hostId, uuid });
export type DomainRef = z.infer<typeof domainRef>;
/** What calls about domains name by its UUID. */
export const domainObject = ({ host, uuid: id }: DomainRef): ObjectRef<'domain'> => ({ host, kind: 'domain', id });
/** The key of a domain in Changes and stores. */
export const domainKey = (ref: DomainRef): string => `${ref.host}/${ref.uuid}`;
export function parseDomainKey(key: string): DomainRef {
  const slash = key.lastIndexOf('/');
  return { host: key.slice(0, slash), uuid: key.slice(slash + 1) };
}

/** A domain as lists show it. Rates and percentages are not here: samples never go through the inventory. */
export interface Domain {
  readonly host: HostId;
  readonly uuid: string;
  readonly name: string;
  readonly state: DomainState;
  /** virDomain*Reason of the state, as libvirt numbers it. */
  readonly stateReason: number;
  /** Runtime id; absent when not active. */
  readonly id?: number;
  readonly persistent: boolean;
  readonly autostart: boolean;
  /** A managed save image exists: start means restore. */
  readonly managedSave: boolean;
  readonly vcpus?: { readonly current: number; readonly maximum: number };
  readonly memoryKiB?: { readonly current: number; readonly maximum: number };
  /** Absent until its definition has been read in the background. */
  readonly definition?: DomainSummary;
  /** How many properties and devices differ at the next start; absent: none, or not running. */
  readonly pending?: number;
  /** SHA-256 of the running definition as it was last read, hex; absent while not running. */
  readonly liveXmlHash?: string;
}

/** What the definition adds to a row, taken from the XML once and kept by the store. */
export interface DomainSummary {
  readonly title?: string;
  readonly description?: string;
  readonly osId?: string;
  readonly type: string;
  readonly arch: string;
  readonly machine: string;
  readonly firmware: 'bios' | 'efi';
  readonly graphics: readonly ('vnc' | 'spice' | 'other')[];
  readonly serialCount: number;
  readonly diskCount: number;
  readonly interfaceCount: number;
  /** MAC addresses, lower case, in the order of the definition. */
  readonly macs: readonly string[];
  /** SHA-256 of the XML the summary was taken from, hex. */
  readonly xmlHash: string;
}

/** What a dump of a guest's memory is: for gdb, for crash (compressed, without empty pages), for WinDbg. */
export const dumpFormats = ['elf', 'kdump-zlib', 'kdump-lzo', 'kdump-snappy', 'win-dmp'] as const;
export type DumpFormat = (typeof dumpFormats)[number];

export const xmlKinds = ['live', 'persistent'] as const;
export type XmlKind = (typeof xmlKinds)[number];

/** One guest address with the source that knew it. */
export interface DomainAddress {
  readonly interface: string;
  readonly mac?: string;
  readonly address: string;
  readonly prefix?: number;
  readonly family: 'ipv4' | 'ipv6';
  readonly source: 'agent' | 'lease' | 'arp';
}
