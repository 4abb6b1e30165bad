/**
 * Operations are data. A verb becomes a {@link Plan}: which object, which calls, when it takes effect, what undoes it. A plan
 * can be shown before it runs, run as a task, recorded, made again (retry) and, where it has an inverse, undone.
 */
import type { ErrorObject } from '../../../shared/errors.ts';
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import type { PlanEffect, PlanEstimate, PlannedDefinition, PlanWarning } from '../../../shared/model/plan.ts';
import type { TaskLogLine, TaskProgress } from '../../../shared/model/task.ts';
import type { Wire } from '../../../shared/rpc/contract.ts';
import type { Procedure } from '../../libvirt/index.ts';
import type { HostSession, LaneName } from '../session.ts';

/** What was asked for: enough to make the same plan again, later or after a restart. */
export interface PlanRequest {
  /** `noun.method` of the API. */
  readonly verb: string;
  readonly input: Wire;
}

export interface Plan {
  readonly request: PlanRequest;
  readonly ref: ObjectRef;
  readonly object: ErrorObject;
  readonly hostName: string;
  readonly effect: PlanEffect;
  readonly steps: readonly Step[];
  /** What changes in XML, where that is known beforehand. */
  readonly definition?: PlannedDefinition;
  readonly warnings?: readonly PlanWarning[];
  readonly estimate?: PlanEstimate;
  /** What takes it back, as long as nothing else happened since. */
  readonly inverse?: PlanRequest;
  /** What was asked holds a password, or bytes that a window sends: it is kept nowhere, so the task can be neither repeated nor undone. */
  readonly once?: boolean;
}

/** One call, or one small procedure of several. Without `cancel` a running step is waited for: libvirt can't take it back. */
export interface Step {
  /** The libvirt procedure, or the name of a procedure of ours. */
  readonly name: string;
  readonly lane?: LaneName;
  readonly run: (context: StepContext) => Promise<void>;
  /** Asks the host to stop what `run` started; `run` then fails or ends. */
  readonly cancel?: (context: StepContext) => Promise<void>;
}

export interface StepContext {
  /** Aborts when the user cancels. */
  readonly signal: AbortSignal;
  readonly log: (level: TaskLogLine['level'], text: string, params?: TaskLogLine['params']) => void;
  readonly progress: (progress: TaskProgress) => void;
  /** What takes it back, where only the outcome tells; takes the place of the plan's own. */
  readonly undoneBy: (inverse: PlanRequest) => void;
}

/** Makes a plan from what was asked. Looks up what it needs and changes nothing. */
export type Planner = (request: PlanRequest) => Promise<Plan>;

/**
 * A step that is one call of libvirt's.
 * @param said a log line (`task.log.<said>`) once the call has returned
 */
export function callStep<Args, Result>(
  session: HostSession,
  lane: LaneName,
  procedure: Procedure<Args, Result>,
  args: Args,
  said?: string,
): Step {
  return {
    name: procedure.name,
    lane,
    run: async ({ log }) => {
      const connection = await session.lane(lane);
      await connection.call(procedure, args);
      if (said !== undefined) log('info', said);
    },
  };
}
