import { NumberInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useDraft } from './useDraft.ts';

interface CountInputProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly min?: number;
  readonly max?: number;
  /** Every keystroke that makes a number within the limits counts. */
  readonly eager?: boolean;
  readonly disabled?: boolean;
  readonly invalid?: boolean;
  readonly placeholder?: string;
  readonly suffix?: string;
  readonly width?: number;
}

/** A whole number; it counts when the control is left, unless `eager`. Then it may be more than `max`, for the form to say so. */
export function CountInput(props: CountInputProps): ReactElement {
  const { label, value, onChange, width = 84, min = 1, eager = false, invalid = false, ...rest } = props;
  const draft = useDraft<number | undefined>(
    value,
    (typed) => {
      if (!eager || typed === undefined || typed >= min) onChange(typed);
    },
    eager,
  );
  return (
    <NumberInput
      size="xs"
      w={width}
      aria-label={label}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior={eager ? 'none' : 'blur'}
      min={min}
      error={invalid}
      value={draft.shown ?? ''}
      onChange={(typed) => draft.type(typeof typed === 'number' ? typed : undefined)}
      {...rest}
      {...draft.handlers}
    />
  );
}
