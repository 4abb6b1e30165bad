import { z } from 'zod';
import type { Changes } from '../changes.ts';
import { recordedKinds, type ObjectRecords, type RecordedKind } from '../model/objects.ts';
import { noun, subscription } from '../rpc/contract.ts';

/** By kind, and within a kind by `recordKey`, hosts by their id. A kind that is left out has not changed. */
export type InventoryChanges = { readonly [K in RecordedKind]?: Changes<ObjectRecords[K]> };

export const inventory = noun({
  /** These kinds of all hosts: everything there is, then what changes. A kind costs a host nothing while nobody follows it, `domain` excepted. */
  watch: subscription(z.object({ kinds: z.array(z.enum(recordedKinds)).min(1) })).yields<InventoryChanges>(),
});
