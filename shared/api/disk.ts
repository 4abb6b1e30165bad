/** Disks of domains, beyond what an edit of the definition does: sizes, moving, flattening. */
import { z } from 'zod';
import type { DiskState } from '../model/disk.ts';
import { domainRef } from '../model/domain.ts';
import { poolName } from '../model/storagePool.ts';
import { volumeName } from '../model/storageVolume.ts';
import { call, noun } from '../rpc/contract.ts';
import { startsTask } from './verb.ts';

/** Target in the guest, as the definition has it. */
const target = z.string().regex(/^[a-z]+[0-9]*$/, 'not a disk target');
const diskRef = domainRef.extend({ target });

export const disk = noun({
  list: call(domainRef).returns<readonly DiskState[]>(),
  /**
   * Makes the disk larger, while the guest runs or not; `fileSystem` also grows the last partition and its file system inside, by the
   * guest agent. Smaller is refused: it would cut off data.
   */
  resize: startsTask(diskRef.extend({ capacityBytes: z.number().int().positive(), fileSystem: z.boolean() })),
  /** Copies the image to a pool and goes on there, while the guest runs or not. `deleteSource` removes the old image at the end. */
  move: startsTask(
    diskRef.extend({
      pool: poolName,
      volume: volumeName,
      format: z.enum(['qcow2', 'raw']),
      deleteSource: z.boolean(),
      /** MiB a second; 0 for as fast as it goes. */
      limit: z.number().int().min(0).max(1_000_000),
    }),
  ),
  /** Pulls everything from the images below into the top one, which then stands alone. The guest must run. */
  flatten: startsTask(diskRef),
});
