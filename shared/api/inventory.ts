import { z } from 'zod';
import type { Changes } from '../changes.ts';
import type { Domain } from '../model/domain.ts';
import type { Host } from '../model/host.ts';
import { noun, subscription } from '../rpc/contract.ts';

/** Hosts by id, domains by `domainKey`. The first item is a snapshot. */
export interface InventoryChanges {
  readonly hosts: Changes<Host>;
  readonly domains: Changes<Domain>;
}

export const inventory = noun({
  watch: subscription(z.object({})).yields<InventoryChanges>(),
});
