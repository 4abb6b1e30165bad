/** Where on the virtio-win CD the drivers for a Windows are: `\<driver>\<system>\<architecture>`. */
import type { OperatingSystem } from '../os.ts';

/** What setup needs to see disk, network, screen and keyboard; the rest comes with {@link GUEST_TOOLS}. */
const drivers = ['viostor', 'vioscsi', 'NetKVM', 'Balloon', 'vioserial', 'viorng', 'vioinput', 'viogpudo'] as const;

/** By the short ids of libosinfo. */
const folders: Readonly<Record<string, string>> = {
  win7: 'w7',
  win8: 'w8',
  'win8.1': 'w8.1',
  win10: 'w10',
  win11: 'w11',
  win2k8r2: '2k8R2',
  win2k12: '2k12',
  win2k12r2: '2k12R2',
  win2k16: '2k16',
  win2k19: '2k19',
  win2k22: '2k22',
  win2k25: '2k25',
};

/** C is the disk; nobody knows which of these a CD gets. */
export const driveLetters = ['D', 'E', 'F', 'G'] as const;

/** Installs every driver and the guest agents. */
export const GUEST_TOOLS = 'virtio-win-guest-tools.exe';

const archs: Readonly<Record<string, { readonly windows: string; readonly folder: string }>> = {
  x86_64: { windows: 'amd64', folder: 'amd64' },
  i686: { windows: 'x86', folder: 'x86' },
  aarch64: { windows: 'arm64', folder: 'ARM64' },
};
const archOf = (arch: string) => archs[arch] ?? { windows: arch, folder: arch };

export const windowsArch = (arch: string): string => archOf(arch).windows;

/** On every drive it may be; setup passes over paths that aren't there. None for a Windows that the CD has no drivers for. */
export function driverPaths(os: OperatingSystem, arch: string): readonly string[] {
  const folder = folders[os.id];
  if (folder === undefined) return [];
  return driveLetters.flatMap((letter) =>
    drivers.map((driver) => `${letter}:\\${driver}\\${folder}\\${archOf(arch).folder}`),
  );
}
