import { z } from 'zod';
import type { Changes } from '../changes.ts';
import { uuid } from '../model/domain.ts';
import { hostId } from '../model/host.ts';
import {
  childKinds,
  recordedKinds,
  type ChildKind,
  type ChildRecords,
  type ObjectRecords,
  type RecordedKind,
} from '../model/objects.ts';
import { noun, subscription } from '../rpc/contract.ts';

/** By kind, and within a kind by `recordKey`, hosts by their id. A kind that is left out has not changed. */
export type InventoryChanges = { readonly [K in RecordedKind]?: Changes<ObjectRecords[K]> };

/** Of the one kind that was asked for, by `recordKey`. */
export type ChildChanges = { readonly [K in ChildKind]?: Changes<ChildRecords[K]> };

export const inventory = noun({
  /** These kinds of all hosts: everything there is, then what changes. A kind costs a host nothing while nobody follows it, `domain` excepted. */
  watch: subscription(z.object({ kinds: z.array(z.enum(recordedKinds)).min(1) })).yields<InventoryChanges>(),
  /**
   * The volumes of a pool or the snapshots of a domain, by the UUID of that: all there are, as soon as the host is there and has told, then
   * what changes. They cost the host nothing while nobody looks. Fails with `notSupported` and `notFound`; what passes is tried again.
   */
  watchChildren: subscription(
    z.object({ host: hostId, kind: z.enum(childKinds), parent: uuid }),
  ).yields<ChildChanges>(),
});
