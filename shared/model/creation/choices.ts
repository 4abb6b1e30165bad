/** What a host lets one choose for a new VM, from its capabilities. */
import type { Capabilities } from '../capabilities.ts';
import type { DomainCapabilities } from '../domainCapabilities.ts';
import { domainTypes } from '../host.ts';
import { firmwares, newCpu, newDisk, type Firmware, type Hardware } from './hardware.ts';

/** What may be chosen on this host, for the lists of the dialog and its limits. */
export interface CreationChoices {
  /** KVM before emulation, the host's own architecture first; the first machine is the usual one. */
  readonly guests: readonly GuestChoice[];
  readonly firmwares: readonly Firmware[];
  readonly cpuModes: readonly Hardware['cpu']['mode'][];
  readonly cpuModels: readonly string[];
  readonly diskBuses: readonly Hardware['disks'][number]['bus'][];
  readonly cdromBuses: readonly NonNullable<Hardware['cdrom']>[];
  readonly videos: readonly string[];
  readonly graphics: readonly Hardware['graphics'][];
  readonly maximumVcpus: number;
  readonly tpm: boolean;
}

export interface GuestChoice {
  readonly type: (typeof domainTypes)[number];
  readonly arch: string;
  readonly machines: readonly string[];
}

/** The machine to take of each architecture, newest kind first. */
const usualMachines: Readonly<Record<string, readonly string[]>> = {
  x86_64: ['q35', 'pc'],
  i686: ['q35', 'pc'],
  aarch64: ['virt'],
  armv7l: ['virt'],
  riscv64: ['virt'],
  loongarch64: ['virt'],
  ppc64: ['pseries'],
  ppc64le: ['pseries'],
  s390x: ['s390-ccw-virtio'],
};

/** Architectures without BIOS. */
const efiOnly = ['aarch64', 'riscv64', 'loongarch64'];

export function guestChoices({ guests, cpu }: Pick<Capabilities, 'guests' | 'cpu'>): readonly GuestChoice[] {
  const all = guests
    .filter(({ osType }) => osType === 'hvm')
    .flatMap(({ arch, domainTypes: types }) =>
      types.flatMap(({ type, machines }): readonly GuestChoice[] => {
        const known = domainTypes.find((each) => each === type);
        return known === undefined ? [] : [{ type: known, arch, machines: sortedMachines(arch, machines) }];
      }),
    );
  const rank = ({ arch, type }: GuestChoice): number => (arch === cpu.arch ? 0 : 2) + (type === 'kvm' ? 0 : 1);
  return all.toSorted((a, b) => rank(a) - rank(b));
}

function sortedMachines(arch: string, machines: readonly { name: string; deprecated: boolean }[]): readonly string[] {
  const usual = usualMachines[arch] ?? [];
  const rank = (name: string): number => (usual.includes(name) ? usual.indexOf(name) : usual.length);
  return machines
    .filter(({ deprecated }) => !deprecated)
    .map(({ name }) => name)
    .toSorted((a, b) => rank(a) - rank(b));
}

export function choicesOf(capabilities: DomainCapabilities, guests: readonly GuestChoice[]): CreationChoices {
  const { enums, cpuModes } = capabilities;
  const buses: readonly string[] = enums['disk.bus'] ?? [];
  const custom = cpuModes.find(({ name }) => name === 'custom');
  const videos = (enums['video.modelType'] ?? ['vga', 'virtio']).filter((name) => name !== 'none');
  return {
    guests,
    firmwares: firmwares.filter((each) => hasFirmware(capabilities, each)),
    cpuModes: newCpu.shape.mode.options.filter(
      (mode) => mode === 'hypervisor' || cpuModes.some(({ name, supported }) => supported && name === mode),
    ),
    cpuModels: (custom?.models ?? []).filter(({ usable }) => usable !== 'no').map(({ name }) => name),
    diskBuses: newDisk.shape.bus.options.filter((bus) => buses.includes(bus)),
    cdromBuses: (['sata', 'scsi', 'ide', 'usb'] as const).filter((bus) => buses.includes(bus)),
    videos,
    graphics: [
      ...(['vnc', 'spice'] as const).filter((type) => (enums['graphics.type'] ?? ['vnc']).includes(type)),
      'none' as const,
    ],
    maximumVcpus: capabilities.maxVcpus ?? 1,
    tpm: hasTpm(capabilities),
  };
}

export function hasFirmware({ os, arch }: Pick<DomainCapabilities, 'os' | 'arch'>, firmware: Firmware): boolean {
  switch (firmware) {
    case 'bios':
      return !efiOnly.includes(arch);
    case 'efi':
      return os.firmware.includes('efi') || efiLoader(os.loaders, false) !== undefined;
    case 'secureBoot':
      return os.loaderSecure.includes('yes') && hasFirmware({ os, arch }, 'efi');
    default:
      return firmware satisfies never;
  }
}

const hasTpm = ({ supported, enums }: DomainCapabilities): boolean =>
  supported['tpm'] === true && (enums['tpm.backendModel'] ?? []).includes('emulator');

/** The firmware image to name where the host's libvirt can't choose one by itself. */
export function efiLoader(loaders: readonly string[], secure: boolean): string | undefined {
  const isSecure = (path: string): boolean => /secboot|\.ms\.|secure/i.test(path);
  const images = loaders.filter((path) => /OVMF|AAVMF|edk2|QEMU_EFI|RISCV_VIRT|uefi/i.test(path));
  return images.find((path) => isSecure(path) === secure);
}
