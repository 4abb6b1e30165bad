/** Storage pools of a host. */
import { z } from 'zod';
import { uuid } from '../model/domain.ts';
import { hostId } from '../model/host.ts';
import type { Listing } from '../model/listing.ts';
import { poolName, type StoragePool } from '../model/storagePool.ts';
import { call, noun } from '../rpc/contract.ts';
import { startsTask } from './verb.ts';

const host = z.object({ host: hostId });
const poolRef = host.extend({ id: uuid });

export const storagePool = noun({
  /** Every pool, active or not. One that hangs is in `unread`. */
  list: call(host).returns<Listing<StoragePool>>(),
  /** Makes the host look what is in the pool of this name. */
  refresh: call(host.extend({ pool: poolName })).returns<void>(),
  /** Names of the domains that have an image in it. */
  users: call(poolRef).returns<readonly string[]>(),
  start: startsTask(poolRef),
  /** Its images stay where they are; guests that have them open go on. */
  stop: startsTask(poolRef),
  setAutostart: startsTask(poolRef.extend({ autostart: z.boolean() })),
  /** The host forgets the pool; what is in it stays. */
  undefine: startsTask(poolRef),
});
