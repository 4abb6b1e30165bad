/** Storage pools of a host. */
import { z } from 'zod';
import type { DefinitionText } from '../model/definitionText.ts';
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
  /** Makes the host look what is in the pool of this name, for a list that is about to be shown; `refresh` is for users. */
  look: call(host.extend({ pool: poolName })).returns<void>(),
  /** Its definition as the host has it. */
  definition: call(poolRef).returns<DefinitionText>(),
  /** Names of the domains that have an image in it. */
  users: call(poolRef).returns<readonly string[]>(),
  start: startsTask(poolRef),
  /** Its images stay where they are; guests that have them open go on. */
  stop: startsTask(poolRef),
  /** Makes the host look what is in it. */
  refresh: startsTask(poolRef),
  setAutostart: startsTask(poolRef.extend({ autostart: z.boolean() })),
  /** The host forgets the pool; what is in it stays. */
  undefine: startsTask(poolRef),
});
