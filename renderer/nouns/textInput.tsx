import { TextInput as MantineTextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useDraft } from './useDraft.ts';

interface TextInputProps {
  readonly label: string;
  readonly value: string | undefined;
  /** undefined: nothing was left in it. */
  readonly onChange: (value: string | undefined) => void;
  readonly placeholder?: string;
  readonly width?: number | string;
  readonly invalid?: boolean;
  readonly disabled?: boolean;
  /** Every keystroke counts. */
  readonly eager?: boolean;
}

/** A text; it counts when the control is left, unless `eager`. */
export function TextInput(props: TextInputProps): ReactElement {
  const { label, value = '', onChange, width = 110, invalid, eager = false, ...rest } = props;
  const draft = useDraft(value, (text) => onChange(text.trim() === '' ? undefined : text.trim()), eager);
  return (
    <MantineTextInput
      w={width}
      aria-label={label}
      error={invalid === true}
      value={draft.shown}
      onChange={(event) => draft.type(event.currentTarget.value)}
      {...rest}
      {...draft.handlers}
    />
  );
}
