/** Pieces of the line that names a device. */
import type { KnownDevice } from '../../../shared/model/devices/index.ts';

export type Part = string | number | undefined;

interface CharacterBackend {
  readonly type?: string;
  readonly path?: string;
  readonly tty?: string;
  readonly host?: string;
  readonly service?: string;
}

export const endpoint = (host: string | undefined, service: string | undefined): Part =>
  service === undefined ? host : `${host ?? ''}:${service}`;

export const character = ({ type, path, tty, host, service }: CharacterBackend): readonly Part[] => [
  type,
  path ?? tty ?? endpoint(host, service),
];

export const within = (outer: Part, inner: Part): Part => (outer === undefined ? inner : `${outer}/${inner ?? ''}`);
export const labelled = (label: string, value: Part): Part => (value === undefined ? undefined : `${label} ${value}`);
export const mebibytes = (kibibytes: number | undefined): Part =>
  kibibytes === undefined ? undefined : `${Math.round(kibibytes / 1024)} MiB`;

export function graphicsAddress({ listens, listenAddress, port }: KnownDevice<'graphics'>['properties']): Part {
  const address = listens?.find((listen) => listen.address !== undefined)?.address ?? listenAddress;
  const known = port !== undefined && port > 0 ? port : undefined;
  if (address === undefined) return known;
  const host = address.includes(':') ? `[${address}]` : address;
  return known === undefined ? host : `${host}:${known}`;
}

const hex = (value: number | undefined, digits: number): string => (value ?? 0).toString(16).padStart(digits, '0');

export function hostdevAddress(p: KnownDevice<'hostdev'>['properties']): Part {
  if (p.sourceUuid !== undefined) return p.sourceUuid;
  if (p.vendorId !== undefined) return `${hex(p.vendorId, 4)}:${hex(p.productId, 4)}`;
  if (p.sourceBus === undefined) return undefined;
  return `${hex(p.sourceDomain, 4)}:${hex(p.sourceBus, 2)}:${hex(p.sourceSlot, 2)}.${hex(p.sourceFunction, 1)}`;
}
