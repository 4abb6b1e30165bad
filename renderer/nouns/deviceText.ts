/** Devices in one readable line: what an administrator looks for first, in libvirt's own values. */
import type { Device, DeviceKind, KnownDevice } from '../../shared/model/devices/index.ts';

type Part = string | number | undefined;
type Describe<K extends DeviceKind> = (properties: KnownDevice<K>['properties']) => readonly Part[];

interface CharacterBackend {
  readonly type?: string;
  readonly path?: string;
  readonly tty?: string;
  readonly host?: string;
  readonly service?: string;
}

const endpoint = (host: string | undefined, service: string | undefined): Part =>
  service === undefined ? host : `${host ?? ''}:${service}`;

const character = ({ type, path, tty, host, service }: CharacterBackend): readonly Part[] => [
  type,
  path ?? tty ?? endpoint(host, service),
];

const within = (outer: Part, inner: Part): Part => (outer === undefined ? inner : `${outer}/${inner ?? ''}`);
const labelled = (label: string, value: Part): Part => (value === undefined ? undefined : `${label} ${value}`);
const mebibytes = (kibibytes: number | undefined): Part =>
  kibibytes === undefined ? undefined : `${Math.round(kibibytes / 1024)} MiB`;

/** The first part is the device's name where it has one of its own. */
const lines: { readonly [K in DeviceKind]: Describe<K> } = {
  disk: (p) => [
    p.target,
    p.bus,
    p.format,
    p.file ?? p.dev ?? p.dir ?? (p.volume === undefined ? p.name : within(p.pool, p.volume)),
    p.cache === undefined ? undefined : `cache ${p.cache}`,
  ],
  interface: (p) => [p.mac, p.network ?? p.bridge ?? p.dev ?? p.path ?? p.type, p.model, p.target],
  graphics: (p) => [
    p.type,
    p.socket ?? p.listens?.find((listen) => listen.socket !== undefined)?.socket ?? graphicsAddress(p),
  ],
  video: (p) => [p.model, mebibytes(p.vram), labelled('heads', p.heads)],
  serial: (p) => [labelled('port', p.port), ...character(p), p.targetModel ?? p.targetType],
  parallel: (p) => [labelled('port', p.port), ...character(p)],
  console: (p) => [labelled('port', p.port), ...character(p), p.targetType],
  channel: (p) => [p.name, ...character(p), p.state],
  controller: (p) => [labelled(p.type ?? '', p.controllerIndex), p.model],
  input: (p) => [p.type, p.bus, p.eventDevice],
  hostdev: (p) => [p.type, hostdevAddress(p), p.adapter ?? p.name, p.driver],
  filesystem: (p) => [p.target, p.dir ?? p.file ?? p.dev ?? within(p.pool, p.volume), p.driver, p.accessMode],
  tpm: (p) => [p.model, p.type, p.version],
  rng: (p) => [p.model, p.backend, p.source],
  watchdog: (p) => [p.model, p.action],
  memballoon: (p) => [p.model, p.statsPeriod === undefined ? undefined : `${p.statsPeriod} s`],
  sound: (p) => [p.model, p.codecs?.join(', ')],
  panic: (p) => [p.model],
  vsock: (p) => [p.model, labelled('CID', p.cid)],
  redirdev: (p) => [p.bus, p.type, endpoint(p.host, p.service)],
  smartcard: (p) => [p.mode, p.type],
  hub: (p) => [p.type],
  iommu: (p) => [p.model],
  shmem: (p) => [p.name, p.model, mebibytes(p.size)],
  memory: (p) => [p.model, mebibytes(p.size), labelled('node', p.node)],
  redirfilter: (p) => [labelled('rules', p.rules?.length)],
  crypto: (p) => [p.model, p.backend],
  lease: (p) => [p.key, p.lockspace, p.path],
  pstore: (p) => [p.backend, mebibytes(p.size), p.path],
  nvram: (p) => [p.addressType],
  audio: (p) => [labelled('id', p.id), p.type],
};

function graphicsAddress({ listens, listenAddress, port }: KnownDevice<'graphics'>['properties']): Part {
  const address = listens?.find((listen) => listen.address !== undefined)?.address ?? listenAddress;
  const known = port !== undefined && port > 0 ? port : undefined;
  if (address === undefined) return known;
  const host = address.includes(':') ? `[${address}]` : address;
  return known === undefined ? host : `${host}:${known}`;
}

const hex = (value: number | undefined, digits: number): string => (value ?? 0).toString(16).padStart(digits, '0');

function hostdevAddress(p: KnownDevice<'hostdev'>['properties']): Part {
  if (p.sourceUuid !== undefined) return p.sourceUuid;
  if (p.vendorId !== undefined) return `${hex(p.vendorId, 4)}:${hex(p.productId, 4)}`;
  if (p.sourceBus === undefined) return undefined;
  return `${hex(p.sourceDomain, 4)}:${hex(p.sourceBus, 2)}:${hex(p.sourceSlot, 2)}.${hex(p.sourceFunction, 1)}`;
}

function partsOf<K extends DeviceKind>(device: KnownDevice<K>): readonly Part[] {
  const describe: Describe<K> = lines[device.kind];
  return describe(device.properties);
}

/** "vda", "virtio", "qcow2", "/var/lib/libvirt/images/web.qcow2": what is not said is left out. */
export function describeDevice(device: Device): readonly string[] {
  if (device.kind === 'other') return [];
  return partsOf(device).flatMap((part) => (part === undefined || part === '' ? [] : [String(part)]));
}

/** The word for a device: removable media have their own. Undefined for an element without a table. */
export function deviceWord(device: Device): DeviceKind | 'cdrom' | 'floppy' | undefined {
  if (device.kind === 'other') return undefined;
  if (device.kind !== 'disk') return device.kind;
  switch (device.properties.device) {
    case 'cdrom':
      return 'cdrom';
    case 'floppy':
      return 'floppy';
    default:
      return 'disk';
  }
}
