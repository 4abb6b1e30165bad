/** Measurements as compact columns. They travel as bytes (Float32, little endian) and never enter React state. */
import type { HostId } from './host.ts';

/**
 * Per domain and tick. `hostCpu` is the share of the whole host, 0..1; `guestCpu` the share of the guest's own vCPUs, 0..1;
 * `memory` KiB in use by the guest (balloon minus unused where the guest tells, else resident size); rates are bytes per second, requests
 * per second for `*Requests`. NaN = not known (a gap in a chart, never zero).
 */
export const domainColumns = [
  'hostCpu',
  'guestCpu',
  'memory',
  'diskRead',
  'diskWrite',
  'diskReadRequests',
  'diskWriteRequests',
  'netReceive',
  'netTransmit',
] as const;
export type DomainColumn = (typeof domainColumns)[number];

/** Per host and tick: `cpu` 0..1 of all CPUs; `memory` KiB in use; the rest summed over its running domains. */
export const hostColumns = ['cpu', 'memory', 'diskRead', 'diskWrite', 'netReceive', 'netTransmit'] as const;
export type HostColumn = (typeof hostColumns)[number];

/** One tick of one host. */
export interface StatsTick {
  readonly host: HostId;
  /** Epoch ms. */
  readonly at: number;
  /** One Float32 per entry of {@link hostColumns}. */
  readonly hostValues: Uint8Array;
  /** One Float32 (0..1) per CPU; empty where the driver can't tell. */
  readonly perCpu: Uint8Array;
  /** UUIDs of the rows of `values`; sent only when they differ from the tick before of the same subscription. */
  readonly rows?: readonly string[];
  /** Column by column: `rows.length` Float32 for the first of {@link domainColumns}, then the second... */
  readonly values: Uint8Array;
}

/** A stretch of history of one object, ready for a chart. `at` is Float64 epoch ms; columns are Float32. */
export interface StatsSeries {
  readonly at: Uint8Array;
  /** By column name: average over each step. */
  readonly columns: Readonly<Record<string, Uint8Array>>;
  /** Seconds between points. */
  readonly stepSeconds: number;
}

/** Per second, of a disk (bytes, requests) or an interface (bytes). */
export const deviceRates = ['read', 'write', 'readRequests', 'writeRequests', 'receive', 'transmit'] as const;
export type DeviceRate = (typeof deviceRates)[number];

/** Since the guest started, of an interface. */
export const deviceTotals = ['receiveErrors', 'transmitErrors', 'receiveDrops', 'transmitDrops'] as const;
export type DeviceTotal = (typeof deviceTotals)[number];

/** One disk or interface of a running domain. What the host doesn't tell, or not yet, is missing. */
export interface DeviceNumbers {
  readonly device: 'disk' | 'interface';
  /** A disk's target in the guest (vda), an interface's device on the host (vnet0). */
  readonly name: string;
  readonly rates: Readonly<Partial<Record<DeviceRate, number>>>;
  readonly totals: Readonly<Partial<Record<DeviceTotal, number>>>;
}
