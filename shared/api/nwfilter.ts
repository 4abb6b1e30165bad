/** Network filters of a host. */
import { z } from 'zod';
import { hostId } from '../model/host.ts';
import type { Listing } from '../model/listing.ts';
import type { NwFilter } from '../model/nwfilter.ts';
import { call, noun } from '../rpc/contract.ts';

export const nwfilter = noun({
  list: call(z.object({ host: hostId })).returns<Listing<NwFilter>>(),
});
