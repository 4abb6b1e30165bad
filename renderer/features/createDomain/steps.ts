/** The steps of the dialog: which there are for a source, and where a problem belongs. */
import type { CreationPlan, CreationProblem } from '../../../shared/model/creation/creationPlan.ts';
import type { SourceKind } from '../../../shared/model/creation/sources.ts';
import type { MissingId } from './request.ts';

export const steps = ['source', 'system', 'place', 'hardware', 'firstBoot', 'review'] as const;
/** Its words are `createDomain.steps.<id>`. */
export type StepId = (typeof steps)[number];

/** A definition that is given has its system and hardware; nobody asks what is not installed or booted for the first time. */
export function stepsFor(kind: SourceKind): readonly StepId[] {
  switch (kind) {
    case 'xml':
      return ['source', 'place', 'review'];
    case 'pxe':
    case 'blank':
      return steps.filter((step) => step !== 'firstBoot');
    case 'iso':
    case 'tree':
    case 'import':
    case 'cloud':
      return steps;
    default:
      return kind satisfies never;
  }
}

/** Where the first word of a field is asked for. */
const places: Readonly<Record<string, StepId>> = {
  name: 'place',
  count: 'place',
  title: 'place',
  description: 'place',
  hosts: 'place',
  start: 'place',
  autostart: 'place',
  os: 'system',
  source: 'source',
  hardware: 'hardware',
  extraMedia: 'firstBoot',
  cloudInit: 'firstBoot',
  unattended: 'firstBoot',
};

/** The step with a problem's field, among those there are. */
export function stepOf({ field = '' }: Pick<CreationProblem, 'field'>, kind: SourceKind): StepId {
  const imported = kind === 'import' && /^hardware\.disks(\.0\.content|$)/.test(field);
  const step = imported ? 'source' : (places[field.split('.')[0] ?? ''] ?? 'review');
  return stepsFor(kind).includes(step) ? step : 'review';
}

const missingAt: Readonly<Record<MissingId, StepId>> = {
  image: 'source',
  file: 'source',
  url: 'source',
  path: 'source',
  tree: 'source',
  xml: 'source',
  disk: 'source',
  pool: 'source',
  host: 'place',
  name: 'place',
  hardware: 'hardware',
};

export const stepOfMissing = (missing: MissingId): StepId => missingAt[missing];

/** Every problem once, however many VMs have it. */
export function problemsOf({ problems, vms }: CreationPlan): readonly CreationProblem[] {
  const all = [...problems, ...vms.flatMap((vm) => vm.problems)];
  return [...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()];
}
