/** What a verb of a noun is: the one description that toolbar, menus, palette, keyboard and questions all render. */
import type { ParseKeys } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { QuestionKey, ReasonId } from '../words/keys.ts';

/** By damage: nothing lost, work interrupted, work lost, data lost (its name must be typed). What is asked has words. */
export type Confirmation =
  | 'none'
  | {
      readonly damage: 'plain' | 'explicit' | 'typed';
      readonly words: QuestionKey;
      /** Who uses it is listed. */
      readonly users?: true;
      /** The verb of the same noun that asks instead of forcing, offered beside it. */
      readonly gentler?: { readonly verb: string; readonly label: ParseKeys };
    };

export interface Verb<Target> {
  readonly id: string;
  readonly label: ParseKeys;
  readonly icon: LucideIcon;
  /** Verbs of a group stand together; groups in this order. */
  readonly group: 'power' | 'console' | 'state' | 'edit' | 'danger';
  /** As `mod+Shift+O`; shown in menus and the help, and obeyed (verbKeys.ts). */
  readonly shortcut?: string;
  /** Also in the toolbar, not only in menus. */
  readonly prominent?: boolean;
  readonly confirm: Confirmation;
  /** Undefined when it can run now; else the key under `verb.reasons` that says why not. */
  readonly blocked: (target: Target) => ReasonId | undefined;
  /** False: it isn't shown at all for this target (resume while it runs). */
  readonly shown?: (target: Target) => boolean;
  /** May be run on a selection of several. */
  readonly bulk: boolean;
  readonly run: (target: Target) => Promise<void> | void;
  /** On a selection of several, where that is one act (a dialog about all of them); else `run` on each. */
  readonly runMany?: (targets: readonly Target[]) => Promise<void> | void;
}

/** A verb before it has its words, which are `<noun>.verbs.<id>` in the language files. */
export type VerbEntry<Target, Id extends string> = Omit<Verb<Target>, 'label'> & { readonly id: Id };
