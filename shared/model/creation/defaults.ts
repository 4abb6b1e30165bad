/** What a new VM gets unless told otherwise, by what its system knows and what the host has. */
import type { DomainCapabilities } from '../domainCapabilities.ts';
import type { HostInterface } from '../hostInterface.ts';
import type { Network } from '../network.ts';
import type { OsResources } from '../os.ts';
import { volumeFormatsOf, type StoragePool } from '../storagePool.ts';
import { choicesOf, hasFirmware, type CreationChoices, type GuestChoice } from './choices.ts';
import type { Firmware, Hardware, NewDisk, NewNic } from './hardware.ts';
import { drives, isSince, isWindows, keepsLocalTime, needsTpm, topologyFor, type GuestSystem } from './osTraits.ts';
import type { SourceKind } from './sources.ts';

export interface CreationDefaults {
  readonly hardware: Hardware;
  readonly choices: CreationChoices;
  /** What the system's makers ask for, where it is known. */
  readonly minimum?: OsResources;
}

/** What is known of the host. */
export interface DefaultsContext {
  readonly capabilities: DomainCapabilities;
  readonly guests: readonly GuestChoice[];
  readonly type: Hardware['type'];
  readonly pools: readonly StoragePool[];
  readonly networks: readonly Network[];
  readonly interfaces: readonly HostInterface[];
  /** Chosen already. */
  readonly firmware?: Firmware;
}

const GiB = 1024 ** 3;
const unknownSystem = { vcpus: 2, memoryMiB: 2048, storageGiB: 20 };
const oldSystem = { vcpus: 1, memoryMiB: 512, storageGiB: 10 };

/** The recommended resources, where they are more than the minimum: some of the database's are older than the system. */
export function resourcesFor({ os, compatible }: GuestSystem): Required<OsResources> {
  const usual = compatible || (os !== undefined && !isSince({ os, compatible }, 2012)) ? oldSystem : unknownSystem;
  const more = (key: keyof OsResources): number => Math.max(os?.recommended?.[key] ?? 0, os?.minimum?.[key] ?? 0);
  return {
    vcpus: Math.max(more('vcpus'), usual.vcpus),
    memoryMiB: more('memoryMiB') || usual.memoryMiB,
    storageGiB: more('storageGiB') || usual.storageGiB,
  };
}

/** The whole hardware of a new VM. */
export function defaultsFor(system: GuestSystem, source: SourceKind, context: DefaultsContext): CreationDefaults {
  const { capabilities } = context;
  const choices = choicesOf(capabilities, context.guests);
  const { os } = system;
  const resources = resourcesFor(system);
  const firmware = context.firmware ?? firmwareFor(system, source, capabilities);
  const machine = machineFor(system, firmware, context);
  const modern = machine !== 'pc';
  const vcpus = Math.min(resources.vcpus, choices.maximumVcpus);
  const topology = topologyFor(os, vcpus);
  const cdrom = cdromFor(source, system, modern, choices);
  return {
    hardware: {
      type: context.type,
      arch: capabilities.arch,
      machine,
      firmware,
      cpu: {
        vcpus,
        ...headroom(system, vcpus, capabilities, choices),
        mode: cpuModeFor(context.type, choices),
        ...(topology !== undefined && { topology }),
      },
      memoryMiB: resources.memoryMiB,
      disks: diskFor(system, resources.storageGiB, modern, context, choices),
      nics: [nicFor(system, modern, context)],
      ...(cdrom !== undefined && { cdrom }),
      graphics: choices.graphics[0] ?? 'none',
      video: videoFor(system, firmware, capabilities, choices),
      tablet: drives(system, 'usb-tablet'),
      sound: false,
      // Drivers that Windows gets from a CD of their own: what talks to them may be there before them.
      guestAgent: drives(system, 'virtio-console') || isWindows(os),
      tpm: choices.tpm && (firmware === 'secureBoot' || needsTpm(os)),
      rng: drives(system, 'virtio-rng'),
      balloon: drives(system, 'virtio-balloon') || isWindows(os),
      watchdog: 'none',
      clock: keepsLocalTime(os) ? 'localtime' : 'utc',
      hyperv: isWindows(os),
    },
    choices,
    ...(os?.minimum !== undefined && { minimum: os.minimum }),
  };
}

/** UEFI where BIOS won't do, and for recent systems whose installer sets it up; a ready image boots as it was made, mostly from BIOS. */
function firmwareFor(system: GuestSystem, source: SourceKind, capabilities: DomainCapabilities): Firmware {
  const { os } = system;
  const has = (firmware: Firmware): boolean => hasFirmware(capabilities, firmware);
  if (!has('bios')) return 'efi';
  if (os?.firmware.bios === false || needsTpm(os)) {
    return isWindows(os) && has('secureBoot') ? 'secureBoot' : has('efi') ? 'efi' : 'bios';
  }
  const installs = source === 'iso' || source === 'tree' || source === 'pxe';
  return installs && os?.firmware.efi === true && isSince(system, 2023) && has('efi') ? 'efi' : 'bios';
}

function machineFor(system: GuestSystem, firmware: Firmware, { guests, capabilities, type }: DefaultsContext): string {
  const { arch } = capabilities;
  const { machines = [] } = guests.find((guest) => guest.type === type && guest.arch === arch) ?? {};
  const [usual = capabilities.machine] = machines;
  if (!machines.includes('q35')) return usual;
  // Secure boot needs the SMM of q35, and OVMF's other builds are made for it too.
  if (firmware !== 'bios' || drives(system, 'q35')) return 'q35';
  return machines.includes('pc') ? 'pc' : usual;
}

/**
 * As many vCPUs again can be plugged into a running Linux. Windows would count them as cores of its licence. Memory has no such room: what
 * the balloon keeps back is lost to a guest without its driver, and slots for more need NUMA cells, which each later change of memory
 * would have to keep in step.
 */
function headroom(
  system: GuestSystem,
  vcpus: number,
  { arch }: DomainCapabilities,
  { maximumVcpus }: CreationChoices,
): { maximum?: number } {
  const { os } = system;
  // QEMU's ARM and RISC-V machines have no vCPUs that could be plugged.
  const takes = arch === 'x86_64' && (os === undefined || os.family === 'linux') && isSince(system, 2012);
  const maximum = Math.min(2 * vcpus, maximumVcpus);
  return takes && maximum > vcpus ? { maximum } : {};
}

function cpuModeFor(type: Hardware['type'], { cpuModes }: CreationChoices): Hardware['cpu']['mode'] {
  const wanted = type === 'kvm' ? (['host-passthrough', 'host-model'] as const) : (['maximum'] as const);
  return wanted.find((mode) => cpuModes.includes(mode)) ?? 'hypervisor';
}

function busFor(system: GuestSystem, modern: boolean, { diskBuses }: CreationChoices): NewDisk['bus'] {
  if (drives(system, 'virtio-blk') && diskBuses.includes('virtio')) return 'virtio';
  const wanted = modern ? (['sata', 'scsi', 'usb'] as const) : (['ide', 'sata', 'scsi'] as const);
  return wanted.find((bus) => diskBuses.includes(bus)) ?? diskBuses[0] ?? 'virtio';
}

/** Pools whose volumes are files or whole devices that a disk can be. */
const holdsDisks = ({ type, state }: StoragePool): boolean =>
  state === 'running' && !['scsi', 'mpath', 'iscsi', 'iscsi-direct'].includes(type);

/** Volumes that are block devices: nobody caches them twice, and they are reserved as they are. */
export const isBlockPool = ({ type }: Pick<StoragePool, 'type'>): boolean => ['logical', 'disk', 'zfs'].includes(type);

function diskFor(
  system: GuestSystem,
  storageGiB: number,
  modern: boolean,
  { pools, type, capabilities }: DefaultsContext,
  choices: CreationChoices,
): Hardware['disks'] {
  const usable = pools.filter(holdsDisks);
  const pool = usable.find(({ name }) => name === 'default') ?? usable.toSorted(byRoom)[0];
  if (pool === undefined) return [];
  const block = isBlockPool(pool);
  const bus = busFor(system, modern, choices);
  return [
    {
      content: {
        kind: 'new',
        pool: pool.name,
        capacityBytes: storageGiB * GiB,
        format: volumeFormatsOf(pool)[0] ?? 'raw',
        full: block,
      },
      bus,
      ...(block && { cache: 'none' as const, io: 'native' as const }),
      discard: !block,
      ...(bus === 'virtio' && type === 'kvm' && capabilities.iothreads && { iothread: true }),
    },
  ];
}

const byRoom = (a: StoragePool, b: StoragePool): number => b.availableBytes - a.availableBytes;

function nicFor(system: GuestSystem, modern: boolean, { networks, interfaces }: DefaultsContext): NewNic {
  const running = networks.filter(({ active }) => active);
  const network = running.find(({ name }) => name === 'default') ?? running[0];
  const bridge = interfaces.find(({ type, network: of }) => type === 'bridge' && of === undefined);
  const model = nicModelFor(system, modern);
  if (network !== undefined) return { source: { kind: 'network', network: network.name }, model };
  if (bridge !== undefined) return { source: { kind: 'bridge', bridge: bridge.name }, model };
  return { source: { kind: 'user', portForwards: [] }, model };
}

function nicModelFor(system: GuestSystem, modern: boolean): string {
  if (drives(system, 'virtio-net')) return 'virtio';
  if (modern && (drives(system, 'e1000e') || system.compatible)) return 'e1000e';
  return drives(system, 'e1000') ? 'e1000' : 'rtl8139';
}

/** Of a ready image the drive is for the seed. Debian's cloud kernel has drivers for virtio-scsi and IDE, none for SATA (no CONFIG_SATA_AHCI). */
function cdromFor(
  source: SourceKind,
  system: GuestSystem,
  modern: boolean,
  { cdromBuses }: CreationChoices,
): Hardware['cdrom'] {
  if (source !== 'iso' && source !== 'blank' && source !== 'cloud' && !isWindows(system.os)) return undefined;
  const seeded = source === 'cloud' && drives(system, 'virtio-scsi');
  const wanted = modern
    ? seeded
      ? (['scsi', 'sata', 'usb'] as const)
      : (['sata', 'scsi', 'usb'] as const)
    : (['ide', 'sata', 'scsi'] as const);
  return wanted.find((bus) => cdromBuses.includes(bus)) ?? cdromBuses[0];
}

/** OVMF draws on bochs and virtio as on VGA, without its legacy. */
function videoFor(
  system: GuestSystem,
  firmware: Firmware,
  { arch }: DomainCapabilities,
  { videos }: CreationChoices,
): string {
  const x86 = arch === 'x86_64' || arch === 'i686';
  const wanted = [
    ...(drives(system, 'virtio-gpu') || !x86 ? ['virtio'] : []),
    ...(firmware !== 'bios' && !isWindows(system.os) ? ['bochs'] : []),
    ...(x86 ? ['vga'] : ['ramfb']),
  ];
  return wanted.find((name) => videos.includes(name)) ?? videos[0] ?? 'vga';
}
