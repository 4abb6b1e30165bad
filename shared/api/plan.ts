/** Dry runs. */
import { z } from 'zod';
import type { PlannedVerb } from '../model/plan.ts';
import { call, noun } from '../rpc/contract.ts';

export const plan = noun({
  /**
   * What a verb would do to each of many objects, as things are now, in the order of `inputs`; those are what the verb itself takes, and
   * checked by its own schema. Reads only.
   */
  preview: call(
    z.object({
      /** `noun.method` */
      verb: z.string().min(1).max(100),
      inputs: z.array(z.record(z.string(), z.json())).min(1).max(1000),
    }),
  ).returns<readonly PlannedVerb[]>(),
});
