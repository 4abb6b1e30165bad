import { useState, type KeyboardEvent } from 'react';

interface Draft<T> {
  readonly shown: T;
  readonly type: (typed: T) => void;
  /** For the control: what was typed counts when it is left or Enter is pressed; Escape forgets it. */
  readonly handlers: { readonly onBlur: () => void; readonly onKeyDown: (event: KeyboardEvent) => void };
}

/**
 * What is being typed into a control. It is shown as typed until the control is left, whatever is made of it.
 * @param eager every keystroke counts at once
 */
export function useDraft<T>(value: T, onChange: (value: T) => void, eager: boolean): Draft<T> {
  const [draft, setDraft] = useState<{ readonly typed: T }>();
  const commit = (): void => {
    if (draft === undefined) return;
    setDraft(undefined);
    if (draft.typed !== value) onChange(draft.typed);
  };
  return {
    shown: draft === undefined ? value : draft.typed,
    type: (typed) => {
      setDraft({ typed });
      if (eager) onChange(typed);
    },
    handlers: {
      onBlur: commit,
      onKeyDown: (event) => {
        if (event.key === 'Enter') commit();
        if (eager || event.key !== 'Escape' || draft === undefined) return;
        event.stopPropagation();
        setDraft(undefined);
      },
    },
  };
}
