/** Devices of a host that guests may get. */
import { z } from 'zod';
import { hostId } from '../model/host.ts';
import type { Listing } from '../model/listing.ts';
import { nodeDeviceKinds, type NodeDevice } from '../model/nodeDevice.ts';
import { call, noun } from '../rpc/contract.ts';

export const nodeDevice = noun({
  /** All of one kind, or all of all kinds. */
  list: call(z.object({ host: hostId, capability: z.enum(nodeDeviceKinds).optional() })).returns<Listing<NodeDevice>>(),
});
