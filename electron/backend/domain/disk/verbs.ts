/** The verbs of a domain's disks. */
import { disk } from '../../../../shared/api/disk.ts';
import { domainTarget } from '../target.ts';
import { verb, type VerbTable } from '../../task/verb.ts';
import { flattenStep } from './flatten.ts';
import { moveStep } from './move.ts';
import { resizeStep } from './resize.ts';

export const diskVerbs: VerbTable<typeof disk> = {
  resize: verb(disk.resize, {
    target: domainTarget,
    plan: (target, input) => ({ steps: [resizeStep(target, input)] }),
  }),
  move: verb(disk.move, { target: domainTarget, plan: (target, input) => ({ steps: [moveStep(target, input)] }) }),
  flatten: verb(disk.flatten, {
    target: domainTarget,
    plan: (target, input) => ({ steps: [flattenStep(target, input)] }),
  }),
};
