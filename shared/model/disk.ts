/** A disk of a domain as it is now: sizes and the chain of images behind it. */
export interface DiskImage {
  /** Path, `pool/volume` or network name. */
  readonly source: string;
  readonly format?: string;
}

export const diskDevices = ['disk', 'cdrom', 'floppy', 'lun'] as const;
export type DiskDevice = (typeof diskDevices)[number];

export interface DiskState {
  /** Target in the guest: vda, sda... */
  readonly target: string;
  readonly device: DiskDevice;
  /** Images, the one that is written to first. Those below it are known while the guest runs. */
  readonly chain: readonly DiskImage[];
  /** Bytes the guest sees, and bytes used on the host; absent for an empty drive, or where the host can't tell. */
  readonly capacityBytes?: number;
  readonly allocationBytes?: number;
  /** What went wrong last on the running disk (virDomainDiskErrorCode). */
  readonly error?: 'unspecified' | 'noSpace';
  /** A block job that is running on it. */
  readonly job?: DiskJob;
}

export interface DiskJob {
  readonly kind: 'pull' | 'copy' | 'commit' | 'activeCommit' | 'backup' | 'other';
  /** 0..1 */
  readonly fraction: number;
}
