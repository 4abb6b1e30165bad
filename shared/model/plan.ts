/** What a verb would do, said before it does it. */
import type { ErrorData, ErrorObject } from '../errors.ts';
import type { DefinitionChange } from './editPlan.ts';
import type { EditRisk } from './editRisk.ts';
import type { ObjectRef } from './objectRef.ts';

/**
 * When all of it is in force: at once, or when the guest starts next. `needsShutdown`: libvirt takes it only while the guest is off; as
 * things are the task would fail.
 */
export type PlanEffect = 'now' | 'nextBoot' | 'needsShutdown';

/** What to know before it is done, though it can be done. */
export interface PlanWarning {
  readonly code:
    | EditRisk
    /** Somebody else changed the same: the task would fail, or overwrite it where it is forced. */
    | 'editConflict'
    /** The guest is saved and goes on as it was saved. */
    | 'savedState'
    /** The guest is not asked: what it has not written is lost. */
    | 'forcesOff';
  readonly params?: Readonly<Record<string, string | number>>;
}

/** XML before and after, without passwords. */
export interface PlannedDefinition {
  readonly persistent?: DefinitionChange;
  /** What the running guest will have; absent where it is left alone. */
  readonly live?: DefinitionChange;
}

export interface PlanEstimate {
  /** How long it may take. */
  readonly seconds?: number;
  /** How much is written to the host's disks, at most. */
  readonly bytes?: number;
}

/** All that is known of a verb's work without doing any of it. */
export interface PlanPreview {
  /** `noun.method`. */
  readonly verb: string;
  readonly ref: ObjectRef;
  readonly object: ErrorObject;
  readonly hostName: string;
  readonly effect: PlanEffect;
  /** In order: libvirt's procedures, or names of ours for several calls that belong together. */
  readonly steps: readonly string[];
  readonly definition?: PlannedDefinition;
  readonly warnings: readonly PlanWarning[];
  readonly estimate?: PlanEstimate;
  /** The verb that takes it back, and what it would be asked; absent where nothing does. */
  readonly inverse?: { readonly verb: string; readonly input: unknown };
}

export type PlannedVerb =
  | { readonly kind: 'planned'; readonly plan: PlanPreview }
  | { readonly kind: 'failed'; readonly error: ErrorData };
