/** Virtual networks of a host. */
import { z } from 'zod';
import { hostId } from '../model/host.ts';
import type { Listing } from '../model/listing.ts';
import type { Network } from '../model/network.ts';
import { call, noun } from '../rpc/contract.ts';

const host = z.object({ host: hostId });

export const network = noun({
  /** Virtual networks, active or not. */
  list: call(host).returns<Listing<Network>>(),
});
