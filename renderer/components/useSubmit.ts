import { useState, type FormEvent } from 'react';
import { firstWrong, type Field } from './formFields.ts';

interface SubmitParts {
  readonly fields: readonly Field[];
  /** Rejects when it could not be done. */
  readonly act: () => Promise<unknown>;
  readonly onDone: () => void;
}

export interface Submit {
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  /** It is being done; meanwhile it is not begun again. */
  readonly busy: boolean;
  /** Why it could not be done the last time. */
  readonly failure: { readonly thrown: unknown } | undefined;
}

/** One way for all forms: a wrong field gets the keyboard instead, and what fails leaves the form as it was filled in. */
export function useSubmit({ fields, act, onDone }: SubmitParts): Submit {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Submit['failure']>();
  const run = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await act();
      onDone();
    } catch (thrown) {
      setFailure({ thrown });
    }
    setBusy(false);
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (busy) return;
    const wrong = firstWrong(fields);
    if (wrong === undefined) void run();
    else event.currentTarget.querySelector<HTMLElement>(`[data-field="${wrong.id}"]`)?.focus();
  };
  return { onSubmit, busy, failure };
}
