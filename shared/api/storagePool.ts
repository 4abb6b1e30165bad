/** Storage pools of a host. */
import { z } from 'zod';
import { hostId } from '../model/host.ts';
import type { Listing } from '../model/listing.ts';
import { poolName, type StoragePool } from '../model/storagePool.ts';
import { call, noun } from '../rpc/contract.ts';
import { startsTask } from './verb.ts';

const host = z.object({ host: hostId });
const pool = host.extend({ pool: poolName });

export const storagePool = noun({
  /** Every pool, active or not. One that hangs is in `unread`. */
  list: call(host).returns<Listing<StoragePool>>(),
  /** Makes the host look what is in the pool. */
  refresh: call(pool).returns<void>(),
  start: startsTask(pool),
});
