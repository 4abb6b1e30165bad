/** Network interfaces of the host itself. */
import { z } from 'zod';
import { hostId } from '../model/host.ts';
import type { HostInterface } from '../model/hostInterface.ts';
import type { Listing } from '../model/listing.ts';
import { call, noun } from '../rpc/contract.ts';

export const hostInterface = noun({
  /** Bridges and cards: for bridged NICs and macvtap. */
  bridges: call(z.object({ host: hostId })).returns<Listing<HostInterface>>(),
});
