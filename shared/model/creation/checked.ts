/** What is looked at for problems, and how a problem is said. */
import type { OperatingSystem } from '../os.ts';
import type { CreationProblem, CreationProblemCode } from './creationPlan.ts';
import type { CreationRequest } from './creationRequest.ts';
import type { DraftVm } from './draft.ts';
import type { HostView } from './hostView.ts';

export interface Checked {
  readonly request: CreationRequest;
  readonly os: OperatingSystem | undefined;
  readonly vm: DraftVm;
  readonly view: HostView;
  /** All VMs of the request that go to the same host, this one included. */
  readonly together: readonly DraftVm[];
}

export type Problems = readonly CreationProblem[];

export function problem(
  level: CreationProblem['level'],
  code: CreationProblemCode,
  field?: string,
  params?: CreationProblem['params'],
): CreationProblem {
  return { level, code, ...(field !== undefined && { field }), ...(params && { params }) };
}

/** The problem, where a condition holds. */
export const when = (holds: boolean, ...words: Parameters<typeof problem>): Problems =>
  holds ? [problem(...words)] : [];
