/** What creating VMs would do: shown before it is done, and then done as shown. */
import type { HostId } from '../host.ts';

/** Which volume, and what it is filled with. */
export interface PlannedVolume {
  readonly pool: string;
  readonly volume: string;
  readonly path?: string;
  readonly capacityBytes: number;
  /** What of it is taken at once. */
  readonly allocationBytes: number;
  readonly format: 'qcow2' | 'raw';
  readonly purpose: 'disk' | 'media' | 'seed' | 'kernel' | 'initrd';
  /** Deleted again when it has served. */
  readonly temporary: boolean;
}

export const creationStepKinds = [
  'upload',
  'download',
  'createVolume',
  'copyImage',
  'linkImage',
  'resizeVolume',
  'writeSeed',
  'define',
  'start',
  'install',
  'firstBoot',
  'cleanUp',
] as const;
/** Words: `creation.step.<kind>`. */
export type CreationStepKind = (typeof creationStepKinds)[number];

export interface PlannedStep {
  readonly kind: CreationStepKind;
  /** A volume, a URL, the VM. */
  readonly object?: string;
  readonly bytes?: number;
}

export const creationProblemCodes = [
  'nameInvalid',
  'nameTaken',
  'nameTwice',
  'hostAway',
  'typeMissing',
  'archMissing',
  'machineMissing',
  'firmwareMissing',
  'secureBootMissing',
  'tpmMissing',
  'cpuModeMissing',
  'tooManyVcpus',
  'topologyWrong',
  'memoryMoreThanHost',
  'memoryLow',
  'diskLow',
  'poolMissing',
  'poolInactive',
  'poolFull',
  'poolOvercommitted',
  'volumeExists',
  'volumeMissing',
  'volumeInUse',
  'imageLarger',
  'imageFormat',
  'networkMissing',
  'networkInactive',
  'bridgeMissing',
  'deviceMissing',
  'macTaken',
  'busMissing',
  'videoMissing',
  'graphicsMissing',
  'forwardsNeedPasst',
  'passtMissing',
  'noSource',
  'noDisk',
  'kernelUnknown',
  'unattendedMissing',
  'unattendedNeedsTree',
  'cloudInitInvalid',
  'windowsNeedsDrivers',
  'emulated',
  'osOld',
  'valueInvalid',
] as const;
/** Words: `creation.problem.<code>`. */
export type CreationProblemCode = (typeof creationProblemCodes)[number];

export interface CreationProblem {
  /** An error keeps the VM from being created. */
  readonly level: 'error' | 'warning';
  readonly code: CreationProblemCode;
  /** Path in the request: `hardware.disks.0.content.pool`. */
  readonly field?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface PlannedFile {
  /** `user-data`, `preseed.cfg`. */
  readonly name: string;
  /** With passwords masked. */
  readonly text: string;
}

export interface PlannedVm {
  readonly name: string;
  readonly host: HostId;
  readonly hostName: string;
  /** The definition it will have when all is done. */
  readonly xml: string;
  /** The one of the installation, where that is another. */
  readonly installXml?: string;
  readonly volumes: readonly PlannedVolume[];
  readonly steps: readonly PlannedStep[];
  /** What cloud-init or the installer will read. */
  readonly files: readonly PlannedFile[];
  readonly problems: readonly CreationProblem[];
}

export interface CreationPlan {
  readonly vms: readonly PlannedVm[];
  /** Of the request as a whole. */
  readonly problems: readonly CreationProblem[];
}
