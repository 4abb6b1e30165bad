/** What the API does for verbs: it plans them and runs the plan as a task. */
import { isVerb, type VerbNames } from '../../../shared/api/verb.ts';
import { appError } from '../../../shared/errors.ts';
import type { Noun, NounHandlers, Wire } from '../../../shared/rpc/contract.ts';
import type { Planner } from './plan.ts';
import type { Tasks } from './tasks.ts';
import type { VerbTable } from './verb.ts';

export interface VerbParts {
  readonly tasks: Pick<Tasks, 'run'>;
  readonly plan: Planner;
}

type VerbHandlers<N extends Noun> = Pick<NounHandlers<N>, VerbNames<N>>;

/**
 * The handlers of all verbs of a noun; those of its other methods stand beside them.
 * @param noun its name in the contract
 * @param table takes part by its names only: who has no entry has no handler
 */
export function verbHandlers<N extends Noun>(
  noun: string,
  methods: N,
  table: VerbTable<N>,
  { tasks, plan }: VerbParts,
): VerbHandlers<N> {
  const handlers = Object.fromEntries(
    Object.keys(table).map((method) => [
      method,
      async (input: Wire) => tasks.run(await plan({ verb: `${noun}.${method}`, input })),
    ]),
  );
  if (!areComplete(methods, handlers)) throw appError('internal', `a verb of ${noun} has no entry`);
  return handlers;
}

/** What each takes is checked by the method's own schema before, and again by its entry. */
function areComplete<N extends Noun>(methods: N, handlers: object): handlers is VerbHandlers<N> {
  return Object.entries(methods).every(([name, method]) => !isVerb(method) || name in handlers);
}
