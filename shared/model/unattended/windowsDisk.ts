/** How Windows' setup divides the disk: as it would itself, after emptying it. */
import { el } from '../../xml/build.ts';
import type { XmlElement } from '../../xml/element.ts';
import type { UnattendedVm } from './install.ts';

interface Partition {
  /** MiB; absent: all the rest. */
  readonly size?: number;
  readonly type: 'EFI' | 'MSR' | 'Primary';
  /** A reserved one has none. */
  readonly format?: 'FAT32' | 'NTFS';
  readonly label?: string;
  readonly active?: true;
  readonly letter?: 'C';
}

/** Sizes as Microsoft recommends them (UEFI/GPT-based and BIOS/MBR-based hard drive partitions). */
const layouts: Readonly<Record<UnattendedVm['firmware'], readonly Partition[]>> = {
  efi: [
    { size: 260, type: 'EFI', format: 'FAT32', label: 'System' },
    { size: 16, type: 'MSR' },
    { type: 'Primary', format: 'NTFS', label: 'Windows', letter: 'C' },
  ],
  bios: [
    { size: 500, type: 'Primary', format: 'NTFS', label: 'System', active: true },
    { type: 'Primary', format: 'NTFS', label: 'Windows', letter: 'C' },
  ],
};

/** The number of the partition that Windows is installed on: the last. */
export const systemPartition = (firmware: UnattendedVm['firmware']): number => layouts[firmware].length;

const text = (name: string, value: string | number | boolean) => el(name, {}, String(value));
const added = { 'wcm:action': 'add' };

export function diskConfiguration(firmware: UnattendedVm['firmware']): XmlElement {
  const partitions = layouts[firmware].map((partition, index) => ({ ...partition, number: index + 1 }));
  return el(
    'DiskConfiguration',
    {},
    el(
      'Disk',
      added,
      text('DiskID', 0),
      text('WillWipeDisk', true),
      el(
        'CreatePartitions',
        {},
        ...partitions.map(({ number, size, type }) =>
          el(
            'CreatePartition',
            added,
            text('Order', number),
            size === undefined ? text('Extend', true) : text('Size', size),
            text('Type', type),
          ),
        ),
      ),
      el(
        'ModifyPartitions',
        {},
        ...partitions.map(({ number, active, format, label, letter }) =>
          el(
            'ModifyPartition',
            added,
            text('Order', number),
            text('PartitionID', number),
            active && text('Active', true),
            format !== undefined && text('Format', format),
            label !== undefined && text('Label', label),
            letter !== undefined && text('Letter', letter),
          ),
        ),
      ),
    ),
    text('WillShowUI', 'OnError'),
  );
}
