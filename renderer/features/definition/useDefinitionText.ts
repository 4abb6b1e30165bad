/** The text that the editor shows of a domain's persistent definition: what is typed, else what is planned, else what there is. */
import type { DomainRef } from '../../../shared/model/domain.ts';
import type { DomainEdit } from '../../../shared/model/domainEdit.ts';
import { dropDraft, keepDraft, useDefinitionDraft } from '../../store/definitionDrafts.ts';
import { dropEdits, planEdit, usePlannedEdits } from '../../store/edits.ts';

export type TextState = 'unchanged' | 'typed' | 'planned';

export interface DefinitionEditing {
  readonly text: string;
  readonly state: TextState;
  /** The definition is no longer the one that the editing began with. */
  readonly outdated: boolean;
  /** Planned changes that a plan of this text would take the place of. */
  readonly replaces: number;
  readonly type: (text: string) => void;
  /** Plans the text. */
  readonly plan: () => void;
  /** Back to what there is. */
  readonly discard: () => void;
}

const wholeText = (edits: readonly DomainEdit[]): Extract<DomainEdit, { kind: 'definition' }> | undefined =>
  edits.find((edit) => edit.kind === 'definition');

/** @param current the definition as it is now */
export function useDefinitionText(ref: DomainRef, current: string): DefinitionEditing {
  const draft = useDefinitionDraft(ref);
  const edits = usePlannedEdits(ref);
  const planned = wholeText(edits);
  const from = draft?.from ?? planned?.from ?? current;
  const text = draft?.text ?? planned?.to ?? current;
  const state = draft !== undefined ? 'typed' : planned !== undefined ? 'planned' : 'unchanged';
  return {
    text,
    state,
    outdated: state !== 'unchanged' && from !== current,
    replaces: edits.filter(({ kind }) => kind !== 'definition').length,
    type: (typed) => {
      if (typed === planned?.to) dropDraft(ref);
      else keepDraft(ref, { from, text: typed });
    },
    plan: () => {
      if (draft === undefined) return;
      planEdit(ref, { kind: 'definition', from, to: text });
      dropDraft(ref);
    },
    discard: () => {
      dropDraft(ref);
      if (planned !== undefined) dropEdits(ref);
    },
  };
}
