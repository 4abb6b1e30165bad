/** Grows what stands last on a disk inside a Linux guest: its last partition, then the file system there. */
import { isActive } from '../../../shared/model/domain.ts';
import type { Connection } from '../../libvirt/index.ts';
import type { DomainTarget } from './target.ts';
import { guestExec } from './guestAgent.ts';

/**
 * The disk's name in the guest is its first argument, never part of the text. Prints the device whose file system was grown.
 * growpart is of the package cloud-guest-utils; without it a partitioned disk is left alone.
 */
const script = `
disk=$1
[ -b "/dev/$disk" ] || exit 2
device=/dev/$disk
last=$(ls /sys/block/$disk/ | grep "^$disk" | sed "s/^$disk//" | grep -o '[0-9]*$' | sort -n | tail -1)
if [ -n "$last" ]; then
  growpart "/dev/$disk" "$last" >&2; [ $? -le 1 ] || exit 3
  for name in "$disk$last" "\${disk}p$last"; do [ -b "/dev/$name" ] && device=/dev/$name; done
fi
mount=$(awk -v d="$device" '$1 == d { print $2; exit }' /proc/mounts)
type=$(awk -v d="$device" '$1 == d { print $3; exit }' /proc/mounts)
case $type in
ext2|ext3|ext4) resize2fs "$device" >&2 || exit 4 ;;
xfs) xfs_growfs "$mount" >&2 || exit 4 ;;
btrfs) btrfs filesystem resize max "$mount" >&2 || exit 4 ;;
*) exit 5 ;;
esac
echo "$device"
`;

/**
 * The device that was grown inside; undefined when there is nothing that can be grown (no known file system is mounted from it).
 * @param disk the target in the definition. Virtio disks are named alike inside; others may not be, and are then found by their order.
 * @throws AppError when there is no agent, or it runs no programs
 */
export async function growFileSystem(
  lane: Connection,
  target: DomainTarget,
  disk: string,
): Promise<string | undefined> {
  if (!isActive(target.domain)) return undefined;
  const { code, output } = await guestExec(lane, target, ['/bin/sh', '-c', script, 'grow', disk]);
  return code === 0 ? output.trim() : undefined;
}
