/** What a verb of a noun is: the one description that toolbar, menus, palette and keyboard all render. */
import type { LucideIcon } from 'lucide-react';
import type { ReasonId } from '../words/keys.ts';

/** By damage: nothing lost, work interrupted, work lost. */
export type Confirmation = 'none' | 'plain' | 'explicit';

export interface Verb<Target, Id extends string, Confirm extends Confirmation = Confirmation> {
  /** Its words are `verbs.<noun>.<id>` in the language files. */
  readonly id: Id;
  readonly icon: LucideIcon;
  /** Verbs of a group stand together; groups in this order. */
  readonly group: 'power' | 'console' | 'state' | 'edit' | 'danger';
  /** As `mod+Enter`; shown in menus. */
  readonly shortcut?: string;
  /** Also in the toolbar, not only in menus. */
  readonly prominent?: boolean;
  readonly confirm: Confirm;
  /** Undefined when it can run now; else the key under `reasons` that says why not. */
  readonly blocked: (target: Target) => ReasonId | undefined;
  /** False: it isn't shown at all for this target (resume while it runs). */
  readonly shown?: (target: Target) => boolean;
  /** May be run on a selection of several. */
  readonly bulk: boolean;
  readonly run: (target: Target) => Promise<void> | void;
  /** On a selection of several, where that is one act (a dialog about all of them); else `run` on each. */
  readonly runMany?: (targets: readonly Target[]) => Promise<void> | void;
}
