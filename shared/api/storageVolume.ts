/** The volumes of a host's storage pools, and what its image files are. */
import { z } from 'zod';
import { hostId } from '../model/host.ts';
import type { MediaFacts } from '../model/media.ts';
import type { Listing } from '../model/listing.ts';
import { poolName, volumeFormats } from '../model/storagePool.ts';
import { volumeName, type StorageVolume } from '../model/storageVolume.ts';
import { call, channel, noun } from '../rpc/contract.ts';
import { startsTask, type TaskId } from './verb.ts';

const host = z.object({ host: hostId });
const pool = host.extend({ pool: poolName });
const volume = pool.extend({ name: volumeName });
const bytes = z.number().int().min(0);

export const storageVolume = noun({
  /** The volumes the host knows of in an active pool; `storagePool.look` makes it look again. */
  list: call(pool).returns<Listing<StorageVolume>>(),
  /**
   * What a file of the host is inside, never by its name: from its volume after a look into the pool, else from its first bytes where the
   * host has a shell for us. Undefined where nobody can tell.
   */
  imageFormat: call(host.extend({ path: z.string().startsWith('/').max(4096) })).returns<string | undefined>(),
  /**
   * `allocationBytes`: reserved at once, 0 for as it grows. With `backing` only what differs from that image is kept. Undone by
   * deleting it.
   */
  create: startsTask(
    volume.extend({
      capacityBytes: bytes.positive(),
      allocationBytes: bytes.optional(),
      format: z.enum(volumeFormats),
      backing: z.object({ path: z.string().min(1).max(4096), format: z.string().min(1).max(32) }).optional(),
    }),
  ),
  /**
   * Takes a file's bytes from the window into a new volume of the size they have; a task tells how it goes, and ends when the channel
   * was closed in order. Anything else, or another SHA-256 than the one given, removes the volume again.
   */
  upload: channel(
    volume.extend({
      sizeBytes: bytes.positive(),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/, 'not a SHA-256')
        .optional(),
    }),
  ).opens<{ readonly task: TaskId }>(),
  /** A volume's bytes to the window. */
  download: channel(volume).opens<{ readonly sizeBytes: number }>(),
  /** What is on an image: read from the ISO's volume descriptor, through the host. */
  inspect: call(volume).returns<MediaFacts>(),
  /** Fails with `volumeInUse` while a domain or another image needs it, unless `force`. */
  delete: startsTask(volume.extend({ force: z.boolean() })),
  /** Only larger, and only while no running domain has it: those are for `disk.resize`. */
  resize: startsTask(volume.extend({ capacityBytes: bytes.positive() })),
});
