/** Texts of definitions that were edited but not planned yet; kept while the window is open, whatever page is shown. */
import { create } from 'zustand';
import { domainKey, type DomainRef } from '../../shared/model/domain.ts';

export interface DefinitionDraft {
  /** The definition that the editing began with. */
  readonly from: string;
  readonly text: string;
}

const useStore = create<{ readonly drafts: Readonly<Record<string, DefinitionDraft>> }>(() => ({ drafts: {} }));

export const useDefinitionDraft = (ref: DomainRef): DefinitionDraft | undefined =>
  useStore(({ drafts }) => drafts[domainKey(ref)]);

/** A text that is what it began with is no draft. */
export function keepDraft(ref: DomainRef, draft: DefinitionDraft): void {
  if (draft.text === draft.from) dropDraft(ref);
  else useStore.setState(({ drafts }) => ({ drafts: { ...drafts, [domainKey(ref)]: draft } }));
}

export function dropDraft(ref: DomainRef): void {
  useStore.setState(({ drafts }) => {
    const { [domainKey(ref)]: _, ...others } = drafts;
    return { drafts: others };
  });
}
