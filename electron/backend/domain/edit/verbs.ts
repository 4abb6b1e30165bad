/** The verbs that change a domain's definition. */
import { domain } from '../../../../shared/api/domain.ts';
import { hasSecret } from '../../../../shared/model/editDefinition.ts';
import type { EditPlan } from '../../../../shared/model/editPlan.ts';
import type { PlanEffect, PlannedDefinition, PlanWarning } from '../../../../shared/model/plan.ts';
import { verb, type VerbTable } from '../../task/verb.ts';
import { definePlan, newDomainTarget } from '../definition/define.ts';
import { domainTarget } from '../target.ts';
import { conflictOf, editStep, planDomainEdit } from './edit.ts';

export const domainEditVerbs: Pick<VerbTable<typeof domain>, 'edit' | 'define'> = {
  edit: verb(domain.edit, {
    target: domainTarget,
    plan: async (target, { host, uuid, ...input }) => {
      const plan = await planDomainEdit(target, input);
      const edits = plan.inverse;
      return {
        effect: effectOf(plan),
        steps: [editStep(target, input)],
        definition: definitionOf(plan),
        warnings: warningsOf(plan),
        estimate: { seconds: plan.seconds },
        inverse: {
          verb: 'domain.edit',
          input: { host, uuid, edits, nextStartOnly: input.nextStartOnly, force: false },
        },
        once: input.edits.some(hasSecret),
      };
    },
  }),
  define: verb(domain.define, { target: newDomainTarget, plan: definePlan }),
};

/** When the last of the edits is in force. */
function effectOf({ edits, savedState }: EditPlan): PlanEffect {
  const effects = edits.flatMap((planned) => Object.values(planned.effects));
  if (effects.includes('shutdown')) return 'needsShutdown';
  return effects.includes('nextStart') || savedState === true ? 'nextBoot' : 'now';
}

const definitionOf = ({ persistent, live }: EditPlan): PlannedDefinition => ({
  ...(persistent !== undefined && { persistent }),
  ...(live !== undefined && { live }),
});

function warningsOf(plan: EditPlan): readonly PlanWarning[] {
  const conflict = conflictOf(plan);
  const risks = new Set(plan.edits.flatMap((planned) => planned.risks));
  return [
    ...(conflict === undefined ? [] : [{ code: 'editConflict' as const, params: conflict }]),
    ...[...risks].map((code) => ({ code })),
    ...(plan.savedState === true ? [{ code: 'savedState' as const }] : []),
  ];
}
