/** Sizes of new VMs in one click: small, medium and large by what the system asks for, and the user's own. */
import { z } from 'zod';
import { resourcesFor } from './defaults.ts';
import type { Hardware } from './hardware.ts';
import { withMemory, withVcpus } from './hardwareChanges.ts';
import type { OperatingSystem } from '../os.ts';

export const hardwarePreset = z.object({
  name: z.string().trim().min(1).max(40),
  vcpus: z.number().int().min(1).max(1024),
  memoryMiB: z.number().int().min(16).max(67_108_864),
  /** Of the first disk, where that is made new. */
  diskBytes: z.number().int().positive(),
});
export type HardwarePreset = z.infer<typeof hardwarePreset>;
export type HardwareSizes = Omit<HardwarePreset, 'name'>;

export const usualSizes = ['small', 'medium', 'large'] as const;
export type UsualSize = (typeof usualSizes)[number];

const GiB = 1024 ** 3;

/**
 * Medium is what the system's makers recommend, large twice that, small half of it, but never less than they ask for.
 * @param maximumVcpus of the machine
 */
export function sizesFor(
  os: OperatingSystem | undefined,
  maximumVcpus: number,
): Readonly<Record<UsualSize, HardwareSizes>> {
  const usual = resourcesFor({ os, compatible: false });
  const least = os?.minimum ?? {};
  const sizes = (vcpus: number, memoryMiB: number, storageGiB: number): HardwareSizes => ({
    vcpus: Math.min(vcpus, maximumVcpus),
    memoryMiB,
    diskBytes: Math.ceil(storageGiB) * GiB,
  });
  return {
    small: sizes(
      Math.max(least.vcpus ?? 1, Math.ceil(usual.vcpus / 2)),
      Math.max(least.memoryMiB ?? 0, Math.ceil(usual.memoryMiB / 2)),
      Math.max(least.storageGiB ?? 0, usual.storageGiB / 2),
    ),
    medium: sizes(usual.vcpus, usual.memoryMiB, usual.storageGiB),
    // A GiB for each vCPU: what many of them do needs room.
    large: sizes(2 * usual.vcpus, Math.max(2 * usual.memoryMiB, 2 * usual.vcpus * 1024), 2 * usual.storageGiB),
  };
}

/** The sizes that hardware has now; undefined where its first disk isn't made new. */
export function sizesOf({ cpu, memoryMiB, disks }: Hardware): HardwareSizes | undefined {
  const first = disks[0]?.content;
  return first?.kind === 'new' ? { vcpus: cpu.vcpus, memoryMiB, diskBytes: first.capacityBytes } : undefined;
}

/** Hardware with these sizes; a first disk that exists already keeps its own. */
export function withSizes(before: Hardware, { vcpus, memoryMiB, diskBytes }: HardwareSizes): Hardware {
  const hardware = withMemory({ ...before, cpu: withVcpus(before.cpu, vcpus) }, memoryMiB);
  const [first, ...others] = hardware.disks;
  if (first?.content.kind !== 'new') return hardware;
  return { ...hardware, disks: [{ ...first, content: { ...first.content, capacityBytes: diskBytes } }, ...others] };
}

/** Whether hardware has these sizes; without a new disk, by processor and memory. */
export function hasSizes(hardware: Hardware, { vcpus, memoryMiB, diskBytes }: HardwareSizes): boolean {
  const same = hardware.cpu.vcpus === vcpus && hardware.memoryMiB === memoryMiB;
  return same && (sizesOf(hardware)?.diskBytes ?? diskBytes) === diskBytes;
}
