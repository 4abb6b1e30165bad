import { z } from 'zod';
import { domainRef, uuid } from '../model/domain.ts';
import { hostId } from '../model/host.ts';
import type { DeviceNumbers, StatsSeries, StatsTick } from '../model/stats.ts';
import { call, noun, subscription } from '../rpc/contract.ts';

export const stats = noun({
  /** Ticks of these hosts as they are sampled. */
  watch: subscription(z.object({ hosts: z.array(hostId).max(1000) })).yields<StatsTick>(),
  /** Rates and errors of each disk and interface of one domain, as long as somebody looks; nothing while it is off. */
  watchDevices: subscription(domainRef).yields<readonly DeviceNumbers[]>(),
  /** History of a host (no `uuid`: hostColumns) or of one of its domains, at most `points` points, coarser the longer the span. */
  history: call(
    z.object({
      host: hostId,
      uuid: uuid.optional(),
      from: z.number(),
      to: z.number(),
      points: z.number().int().min(2).max(5000),
    }),
  ).returns<StatsSeries>(),
});
