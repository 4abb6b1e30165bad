/** Verbs: the methods of the contract that change something on a host. */
import type { z } from 'zod';
import { call, type AnyMethod, type Call, type Noun } from '../rpc/contract.ts';

/** `task.watch` tells how it goes. */
export type TaskId = string;

/** A call that starts a task and returns its id at once. What it would do can be asked first: `plan.preview`. */
export interface Verb<Input> extends Call<Input, TaskId> {
  /** Types are gone when the program runs; by this its verbs are told from other calls. */
  readonly startsTask: true;
}

export const startsTask = <I>(input: z.ZodType<I>): Verb<I> => ({ ...call(input).returns<TaskId>(), startsTask: true });

export const isVerb = (method: AnyMethod): boolean => 'startsTask' in method;

/** Names of the verbs among the methods of a noun. */
export type VerbNames<N extends Noun> = {
  [M in keyof N]: N[M] extends { readonly startsTask: true } ? M : never;
}[keyof N];
