/** Devices of a host that guests may get. */
import { z } from 'zod';
import type { DefinitionText } from '../model/definitionText.ts';
import { hostId } from '../model/host.ts';
import type { Listing } from '../model/listing.ts';
import { nodeDeviceKinds, type NodeDevice } from '../model/nodeDevice.ts';
import { call, noun } from '../rpc/contract.ts';

const deviceRef = z.object({ host: hostId, id: z.string().min(1).max(255) });

export const nodeDevice = noun({
  /** All of one kind, or all of all kinds. */
  list: call(z.object({ host: hostId, capability: z.enum(nodeDeviceKinds).optional() })).returns<Listing<NodeDevice>>(),
  /** What the host says of it. `id`: its name. */
  definition: call(deviceRef).returns<DefinitionText>(),
  /** Names of the domains whose definition has it. */
  users: call(deviceRef).returns<readonly string[]>(),
});
