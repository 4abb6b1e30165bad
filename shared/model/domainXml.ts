/**
 * What a domain's definition says outside `<devices>` (formatdomain), and the short forms that lists, consoles and deletion
 * take from the whole.
 */
import { integer, oneOf, onOff, string, yesNo } from '../xml/codec.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import { attribute, flag, list, records, scaled, text, type Values } from '../xml/property.ts';
import type { Consoles, GraphicsConsole, SerialConsole } from './console.ts';
import { consoleDevice, serial } from './devices/characterDevice.ts';
import { alias } from './devices/common.ts';
import { backingPaths, disk, sourceOf } from './devices/disk.ts';
import { graphics, type Listen } from './devices/graphics.ts';
import { networkInterface } from './devices/interface.ts';
import type { DomainSummary } from './domain.ts';

export const lifecycleActions = ['destroy', 'restart', 'preserve', 'rename-restart'] as const;

const timer = {
  name: attribute('@name', oneOf(['rtc', 'pit', 'hpet', 'kvmclock', 'hypervclock', 'tsc', 'platform', 'armvtimer'])),
  present: attribute('@present', yesNo),
  tickPolicy: attribute('@tickpolicy', oneOf(['delay', 'catchup', 'merge', 'discard'])),
  track: attribute('@track', oneOf(['boot', 'guest', 'wall', 'realtime'])),
  mode: attribute('@mode', oneOf(['auto', 'native', 'emulate', 'paravirt', 'smpsafe'])),
};

const cpuFeature = {
  name: attribute('@name', string),
  policy: attribute('@policy', oneOf(['force', 'require', 'optional', 'disable', 'forbid'])),
};

/** A feature of `<hyperv>` that is only switched on or off. */
const hyperv = (name: string) => attribute(`features/hyperv/${name}/@state`, onOff);

export const domain = {
  type: attribute('@type', oneOf(['kvm', 'qemu', 'xen', 'lxc', 'hvf', 'bhyve', 'vz', 'test'])),
  name: text('name', string),
  uuid: text('uuid', string),
  title: text('title', string),
  description: text('description', string),
  osId: attribute('metadata/libosinfo:libosinfo/libosinfo:os/@id', string),

  /** Memory in KiB. */
  memory: scaled('memory'),
  currentMemory: scaled('currentMemory'),
  maxMemory: scaled('maxMemory'),
  maxMemorySlots: attribute('maxMemory/@slots', integer),
  memoryBacking: attribute('memoryBacking/source/@type', oneOf(['anonymous', 'file', 'memfd'])),
  memoryAccess: attribute('memoryBacking/access/@mode', oneOf(['private', 'shared'])),
  hugepages: flag('memoryBacking/hugepages'),
  lockedMemory: flag('memoryBacking/locked'),
  noSharePages: flag('memoryBacking/nosharepages'),

  vcpu: text('vcpu', integer),
  currentVcpu: attribute('vcpu/@current', integer),
  vcpuPlacement: attribute('vcpu/@placement', oneOf(['static', 'auto'])),
  cpuset: attribute('vcpu/@cpuset', string),
  iothreads: text('iothreads', integer),
  cpuShares: text('cputune/shares', integer),
  numaMode: attribute('numatune/memory/@mode', oneOf(['strict', 'preferred', 'interleave', 'restrictive'])),
  numaNodes: attribute('numatune/memory/@nodeset', string),
  blkioWeight: text('blkiotune/weight', integer),
  hardLimit: scaled('memtune/hard_limit'),

  osType: text('os/type', oneOf(['hvm', 'xen', 'xenpvh', 'exe', 'linux'])),
  arch: attribute('os/type/@arch', string),
  machine: attribute('os/type/@machine', string),
  firmware: attribute('os/@firmware', oneOf(['bios', 'efi'])),
  loader: text('os/loader', string),
  loaderReadonly: attribute('os/loader/@readonly', yesNo),
  loaderSecure: attribute('os/loader/@secure', yesNo),
  loaderType: attribute('os/loader/@type', oneOf(['rom', 'pflash'])),
  nvram: text('os/nvram', string),
  nvramTemplate: attribute('os/nvram/@template', string),
  boot: list('os/boot/@dev', oneOf(['hd', 'cdrom', 'network', 'fd'])),
  bootMenu: attribute('os/bootmenu/@enable', yesNo),
  bootMenuTimeout: attribute('os/bootmenu/@timeout', integer),
  biosSerial: attribute('os/bios/@useserial', yesNo),
  rebootTimeout: attribute('os/bios/@rebootTimeout', { ...integer, samples: [0, -1] }),
  smbios: attribute('os/smbios/@mode', oneOf(['emulate', 'host', 'sysinfo'])),
  kernel: text('os/kernel', string),
  initrd: text('os/initrd', string),
  cmdline: text('os/cmdline', string),
  dtb: text('os/dtb', string),
  init: text('os/init', string),
  initArguments: list('os/initarg', string),

  cpuMode: attribute('cpu/@mode', oneOf(['host-passthrough', 'host-model', 'maximum', 'custom'])),
  cpuMatch: attribute('cpu/@match', oneOf(['exact', 'minimum', 'strict'])),
  cpuCheck: attribute('cpu/@check', oneOf(['none', 'partial', 'full'])),
  cpuMigratable: attribute('cpu/@migratable', onOff),
  cpuModel: text('cpu/model', string),
  cpuFallback: attribute('cpu/model/@fallback', oneOf(['allow', 'forbid'])),
  cpuVendor: text('cpu/vendor', string),
  sockets: attribute('cpu/topology/@sockets', integer),
  dies: attribute('cpu/topology/@dies', integer),
  clusters: attribute('cpu/topology/@clusters', integer),
  cores: attribute('cpu/topology/@cores', integer),
  threads: attribute('cpu/topology/@threads', integer),
  cpuCache: attribute('cpu/cache/@mode', oneOf(['emulate', 'passthrough', 'disable'])),
  cpuFeatures: records('cpu/feature', cpuFeature, [
    [{ name: 'vmx', policy: 'require' }],
    [{ name: 'svm', policy: 'disable' }, { name: 'pcid' }],
  ]),

  acpi: flag('features/acpi'),
  apic: flag('features/apic'),
  pae: flag('features/pae'),
  vmport: attribute('features/vmport/@state', onOff),
  smm: attribute('features/smm/@state', onOff),
  kvmHidden: attribute('features/kvm/hidden/@state', onOff),
  ioapic: attribute('features/ioapic/@driver', oneOf(['kvm', 'qemu'])),
  gic: attribute('features/gic/@version', oneOf(['2', '3', 'host'])),
  hypervMode: attribute('features/hyperv/@mode', oneOf(['custom', 'passthrough'])),
  hypervRelaxed: hyperv('relaxed'),
  hypervVapic: hyperv('vapic'),
  hypervSpinlocks: hyperv('spinlocks'),
  hypervSpinlockRetries: attribute('features/hyperv/spinlocks/@retries', integer),
  hypervVpindex: hyperv('vpindex'),
  hypervRuntime: hyperv('runtime'),
  hypervSynic: hyperv('synic'),
  hypervStimer: hyperv('stimer'),
  hypervReset: hyperv('reset'),
  hypervVendorId: attribute('features/hyperv/vendor_id/@value', string),
  hypervFrequencies: hyperv('frequencies'),
  hypervReenlightenment: hyperv('reenlightenment'),
  hypervTlbflush: hyperv('tlbflush'),
  hypervIpi: hyperv('ipi'),
  hypervEvmcs: hyperv('evmcs'),
  hypervAvic: hyperv('avic'),

  clockOffset: attribute('clock/@offset', oneOf(['utc', 'localtime', 'timezone', 'variable', 'absolute'])),
  clockTimezone: attribute('clock/@timezone', string),
  timers: records('clock/timer', timer, [[{ name: 'rtc', tickPolicy: 'catchup' }], [{ name: 'hpet', present: false }]]),
  onPoweroff: text('on_poweroff', oneOf(lifecycleActions), { default: 'destroy' }),
  onReboot: text('on_reboot', oneOf(lifecycleActions), { default: 'restart' }),
  onCrash: text('on_crash', oneOf([...lifecycleActions, 'coredump-destroy', 'coredump-restart']), {
    default: 'destroy',
  }),
  onLockfailure: text('on_lockfailure', oneOf(['poweroff', 'restart', 'pause', 'ignore'])),
  suspendToMemory: attribute('pm/suspend-to-mem/@enabled', yesNo),
  suspendToDisk: attribute('pm/suspend-to-disk/@enabled', yesNo),
  launchSecurity: attribute('launchSecurity/@type', oneOf(['sev', 'sev-snp', 's390-pv', 'tdx'])),
  emulator: text('devices/emulator', string),
};
export type DomainDefinition = Values<typeof domain>;

const devices = (root: XmlElement, name: string): readonly XmlElement[] =>
  root.child('devices')?.childrenNamed(name) ?? [];

/**
 * @param xmlHash SHA-256 of `xml`, hex
 * @throws AppError `invalidArgument` when the text is no XML
 */
export function summarize(xml: string, xmlHash: string): DomainSummary {
  const { root } = parseXml(xml);
  const title = domain.title.get(root);
  const description = domain.description.get(root);
  const osId = domain.osId.get(root);
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(osId === undefined ? {} : { osId }),
    type: domain.type.get(root) ?? '',
    arch: domain.arch.get(root) ?? '',
    machine: domain.machine.get(root) ?? '',
    firmware: isEfi(root) ? 'efi' : 'bios',
    graphics: devices(root, 'graphics').map(graphicsType),
    serialCount: devices(root, 'serial').length,
    diskCount: devices(root, 'disk').length,
    interfaceCount: devices(root, 'interface').length,
    macs: devices(root, 'interface').flatMap((each) => networkInterface.mac.get(each)?.toLowerCase() ?? []),
    xmlHash,
  };
}

/** Firmware autoselection says it in one word; without that, a pflash loader is UEFI (formatdomain, "BIOS bootloader"). */
function isEfi(root: XmlElement): boolean {
  const firmware = domain.firmware.get(root);
  return firmware === undefined ? domain.loaderType.get(root) === 'pflash' : firmware === 'efi';
}

function graphicsType(element: XmlElement): GraphicsConsole['type'] {
  switch (graphics.type.get(element)) {
    case 'vnc':
      return 'vnc';
    case 'spice':
      return 'spice';
    default:
      return 'other';
  }
}

/** Where a graphics server listens, from the live XML. Ports and addresses given by libvirt at start are there. */
export type GraphicsTarget =
  | { readonly kind: 'tcp'; readonly address: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'none' };

/** @param element a `<graphics>` element */
export function graphicsTarget(element: XmlElement): GraphicsTarget {
  const listens: readonly Listen[] = graphics.listens.get(element) ?? [];
  const socket = listens.find((each) => each.type === 'socket')?.socket ?? graphics.socket.get(element);
  if (socket !== undefined) return { kind: 'unix', path: socket };
  const port = graphics.port.get(element);
  if (port === undefined || port <= 0 || listens.some((each) => each.type === 'none')) return { kind: 'none' };
  const address = listens.find((each) => each.address !== undefined)?.address ?? graphics.listenAddress.get(element);
  return { kind: 'tcp', address: address ?? '', port };
}

/**
 * The ways to sit at a domain.
 * @param xml the live definition of an active domain; else the persistent one, and nothing is reachable
 * @throws AppError `invalidArgument` when the text is no XML
 */
export function consolesOf(xml: string, active: boolean): Consoles {
  const { root } = parseXml(xml);
  return {
    graphics: devices(root, 'graphics').map((element, index) => graphicsConsole(element, index, active)),
    serials: [
      ...devices(root, 'serial').map((element, index) => serialConsole(element, index, 'serial', serial)),
      ...devices(root, 'console').flatMap((element, index) =>
        isSerialAgain(root, element) ? [] : serialConsole(element, index, 'console', consoleDevice),
      ),
    ],
  };
}

/** libvirt lists the first serial port of most machines once more, as the first `<console>` with target type serial. */
const isSerialAgain = (root: XmlElement, element: XmlElement): boolean =>
  (consoleDevice.targetType.get(element) ?? 'serial') === 'serial' && devices(root, 'serial').length > 0;

function graphicsConsole(element: XmlElement, index: number, active: boolean): GraphicsConsole {
  const type = graphicsType(element);
  const target = graphicsTarget(element);
  const why = whyUnreachable(type, target, active);
  return {
    type,
    index,
    listen: listenText(target),
    reachable: why === undefined,
    ...(why === undefined ? {} : { why }),
  };
}

function whyUnreachable(
  type: GraphicsConsole['type'],
  target: GraphicsTarget,
  active: boolean,
): GraphicsConsole['why'] {
  if (type === 'spice') return 'spice';
  if (type === 'other') return 'unsupported';
  if (!active) return 'notRunning';
  return target.kind === 'none' ? 'listenNone' : undefined;
}

function listenText(target: GraphicsTarget): string {
  switch (target.kind) {
    case 'unix':
      return target.path;
    case 'tcp':
      return `${target.address.includes(':') ? `[${target.address}]` : target.address}:${target.port}`;
    case 'none':
      return '';
    default:
      return target satisfies never;
  }
}

function serialConsole(
  element: XmlElement,
  index: number,
  name: SerialConsole['element'],
  table: typeof serial | typeof consoleDevice,
): SerialConsole {
  const target = table.targetType.get(element);
  return {
    alias: alias.get(element) ?? `${name}${index}`,
    element: name,
    index,
    type: table.type.get(element) ?? '',
    ...(target === undefined ? {} : { target }),
  };
}

/** A disk as deletion and "used by" see it. */
export interface DiskSource {
  /** Path, `pool/volume`, or network name; see `sourceOf`. */
  readonly path: string;
  /** Set where the source is named by pool and volume. */
  readonly pool?: string;
  readonly volume?: string;
  readonly target: string;
  readonly device: string;
  readonly readonly: boolean;
  readonly shareable: boolean;
  /** Images below the first, as far as the (live) XML tells. */
  readonly backing: readonly string[];
}

/** Every disk that has a source, in the order of the definition. */
export function diskSources(xml: string): readonly DiskSource[] {
  return devices(parseXml(xml).root, 'disk').flatMap((element) => {
    const path = sourceOf(element);
    if (path === undefined) return [];
    const pool = disk.pool.get(element);
    const volume = disk.volume.get(element);
    return {
      path,
      ...(pool === undefined || volume === undefined ? {} : { pool, volume }),
      target: disk.target.get(element) ?? '',
      device: disk.device.get(element) ?? 'disk',
      readonly: disk.readonly.get(element) ?? false,
      shareable: disk.shareable.get(element) ?? false,
      backing: backingPaths(element),
    };
  });
}

/** Every path (or network name) that the domain's disks use, those of backing images included. */
export function diskPaths(xml: string): readonly string[] {
  return diskSources(xml).flatMap((source) => [source.path, ...source.backing]);
}
