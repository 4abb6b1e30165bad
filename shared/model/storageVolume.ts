/** A storage volume as far as deleting a VM needs it. */
export interface DeletableVolume {
  /** Path or network name as the disk's `<source>` says. */
  readonly path: string;
  /** Target in the guest: vda, sda... */
  readonly target: string;
  readonly device: 'disk' | 'cdrom' | 'floppy' | 'lun';
  /** Pool and volume name, where a pool of the host holds it; without them VirtDeck can't delete it. */
  readonly pool?: string;
  readonly volume?: string;
  readonly capacityBytes?: number;
  readonly allocationBytes?: number;
  readonly readOnly: boolean;
  readonly shareable: boolean;
  /** Names of the other domains whose definition names the same path, or a file that is backed by it. */
  readonly usedBy: readonly string[];
  /** What a careful administrator would tick. */
  readonly suggested: boolean;
  readonly why?: 'noPool' | 'usedByOthers' | 'readOnly' | 'media' | 'shareable';
}
