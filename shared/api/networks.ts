/** What a NIC can be connected to on a host. */
import { z } from 'zod';
import { hostId } from '../model/host.ts';
import type { HostInterface } from '../model/hostInterface.ts';
import type { Listing } from '../model/listing.ts';
import type { Network } from '../model/network.ts';
import type { NwFilter } from '../model/nwfilter.ts';
import { call, noun } from '../rpc/contract.ts';

const host = z.object({ host: hostId });

export const networks = noun({
  /** Virtual networks, active or not. */
  list: call(host).returns<Listing<Network>>(),
  /** Bridges and cards of the host itself: for bridged NICs and macvtap. */
  bridges: call(host).returns<Listing<HostInterface>>(),
  /** Network filters. */
  filters: call(host).returns<Listing<NwFilter>>(),
});
