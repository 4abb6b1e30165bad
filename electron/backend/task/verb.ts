/**
 * A verb is one line of the contract (its name and what it takes, `shared/api/<noun>.ts`) and one entry in its noun's table: what it is
 * about, and how that becomes a plan. Planner, dry run, retry, undo and the handlers of the API all follow from the entries.
 */
import type { contract, VerbId } from '../../../shared/api/contract.ts';
import type { Verb, VerbNames } from '../../../shared/api/verb.ts';
import type { ErrorObject } from '../../../shared/errors.ts';
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import type { PlanEffect } from '../../../shared/model/plan.ts';
import { checked } from '../../../shared/rpc/argument.ts';
import type { AnyMethod, Noun, Wire } from '../../../shared/rpc/contract.ts';
import type { HostSession, Sessions } from '../session.ts';
import type { Plan, PlanRequest } from './plan.ts';

/** What a verb is about; a noun's targets have more, which its steps need. */
export interface Target {
  readonly session: HostSession;
  readonly ref: ObjectRef;
  readonly object: ErrorObject;
}

/** What a verb's entry adds to what follows from its target and its input. */
export interface VerbPlan extends Pick<Plan, 'steps' | 'definition' | 'warnings' | 'estimate' | 'once'> {
  /** `now` unless told otherwise. */
  readonly effect?: PlanEffect;
  readonly inverse?: { readonly verb: VerbId; readonly input: Wire };
}

/** One verb of a table. */
export interface VerbEntry<Method extends AnyMethod = AnyMethod> {
  readonly method: Method;
  /** Makes its plan from how things are now, and changes nothing. @throws AppError `invalidArgument` for what its schema refuses */
  readonly plan: (sessions: Sessions, request: PlanRequest) => Promise<Plan>;
}

/** Every verb of a noun, under its name in the contract. One that is left out does not compile. */
export type VerbTable<N extends Noun> = { readonly [M in VerbNames<N>]: VerbEntry<N[M]> };

type Nouns = typeof contract;
/** One table for each noun that has verbs. */
export type VerbTables = {
  readonly [N in keyof Nouns as [VerbNames<Nouns[N]>] extends [never] ? never : N]: {
    readonly verbs: VerbTable<Nouns[N]>;
  };
};

/**
 * The entry of one verb. What it is asked is checked here too: it may come from a record, or be asked of a dry run.
 * @param entry.target finds what it is about, and throws where that isn't there
 * @param entry.plan says what is to be done with it
 */
export function verb<Input, T extends Target>(
  method: Verb<Input>,
  entry: {
    readonly target: (sessions: Sessions, input: Input) => T;
    readonly plan: (target: T, input: Input) => VerbPlan | Promise<VerbPlan>;
  },
): VerbEntry<Verb<Input>> {
  return {
    method,
    plan: async (sessions, request) => {
      const input = checked(method.input, request.input);
      const target = entry.target(sessions, input);
      const { ref, object, session } = target;
      return {
        request,
        ref,
        object,
        hostName: session.config.name,
        effect: 'now',
        ...(await entry.plan(target, input)),
      };
    },
  };
}
