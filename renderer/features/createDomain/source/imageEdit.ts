import type { ImageDraft } from '../draft.ts';
import type { CreationState } from '../useCreationDraft.ts';

/** What every group of fields about one image is given. */
export interface ImageEdit {
  readonly state: CreationState;
  readonly image: ImageDraft;
  readonly onChange: (change: Partial<ImageDraft>) => void;
}
