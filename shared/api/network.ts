/** Virtual networks of a host. */
import { z } from 'zod';
import type { DefinitionText } from '../model/definitionText.ts';
import { uuid } from '../model/domain.ts';
import { hostId } from '../model/host.ts';
import type { Listing } from '../model/listing.ts';
import type { Network } from '../model/network.ts';
import { call, noun } from '../rpc/contract.ts';
import { startsTask } from './verb.ts';

const host = z.object({ host: hostId });
const networkRef = host.extend({ id: uuid });

export const network = noun({
  /** Virtual networks, active or not, with what dialogs offer of them. */
  list: call(host).returns<Listing<Network>>(),
  /** Its definition as the host has it. */
  definition: call(networkRef).returns<DefinitionText>(),
  /** Names of the domains whose definition names it. */
  users: call(networkRef).returns<readonly string[]>(),
  start: startsTask(networkRef),
  /** Guests keep running, cut off. */
  stop: startsTask(networkRef),
  setAutostart: startsTask(networkRef.extend({ autostart: z.boolean() })),
  undefine: startsTask(networkRef),
});
