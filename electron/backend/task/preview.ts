/** Dry runs: the plans of a verb for many objects, shown and thrown away. */
import type { plan as contract } from '../../../shared/api/plan.ts';
import { appError, toAppError } from '../../../shared/errors.ts';
import type { PlannedVerb, PlanPreview } from '../../../shared/model/plan.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import type { Plan, Planner, PlanRequest } from './plan.ts';

/** Some plans read definitions, on the lane of what users do by hand: as many at once as a host answers beside each other. */
const AT_ONCE = 4;

export function planHandlers({ plan }: { readonly plan: Planner }): NounHandlers<typeof contract> {
  return {
    preview: async ({ verb, inputs }, { signal }) => {
      const planned: PlannedVerb[] = [];
      for (let at = 0; at < inputs.length; at += AT_ONCE) {
        if (signal.aborted) throw appError('cancelled', 'nobody waits for the plans any longer');
        const some = inputs.slice(at, at + AT_ONCE);
        planned.push(...(await Promise.all(some.map((input) => previewOne(plan, { verb, input })))));
      }
      return planned;
    },
  };
}

async function previewOne(plan: Planner, request: PlanRequest): Promise<PlannedVerb> {
  try {
    return { kind: 'planned', plan: previewOf(await plan(request)) };
  } catch (thrown) {
    return { kind: 'failed', error: toAppError(thrown).with({ operation: request.verb }).data };
  }
}

/** What can be shown of a plan: all but what runs. */
function previewOf({ request, steps, warnings = [], ...plan }: Plan): PlanPreview {
  const { ref, object, hostName, effect, definition, estimate, inverse, once } = plan;
  return {
    verb: request.verb,
    ref,
    object,
    hostName,
    effect,
    steps: steps.map(({ name }) => name),
    ...(definition !== undefined && { definition }),
    warnings,
    ...(estimate !== undefined && { estimate }),
    // What is kept nowhere can't be taken back either (see `Plan.once`).
    ...(inverse !== undefined && once !== true && { inverse: { verb: inverse.verb, input: inverse.input } }),
  };
}
