import { Select, Switch } from '@mantine/core';
import type { ReactElement } from 'react';

interface ChooseProps<T extends string> {
  readonly label: string;
  readonly options: readonly T[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
  /** Absent: the value itself. */
  readonly text?: (value: T) => string;
  /** Why it can't be chosen. */
  readonly why?: (value: T) => string | undefined;
  readonly width?: number;
  readonly disabled?: boolean;
  readonly searchable?: boolean;
}

/** One of a few words; a value that isn't offered is shown all the same. */
export function Choose<T extends string>(props: ChooseProps<T>): ReactElement {
  const {
    label,
    options,
    value,
    onChange,
    text = String,
    why,
    width = 220,
    disabled = false,
    searchable = false,
  } = props;
  const all = value === undefined || options.includes(value) ? options : [...options, value];
  return (
    <Select
      w={width}
      maw="100%"
      aria-label={label}
      allowDeselect={false}
      disabled={disabled}
      searchable={searchable}
      maxDropdownHeight={320}
      comboboxProps={{ width: 'max-content', position: 'bottom-start', middlewares: { flip: true, shift: true } }}
      data={all.map((each) => {
        const reason = each === value ? undefined : why?.(each);
        return {
          value: each,
          label: reason === undefined ? text(each) : `${text(each)} · ${reason}`,
          disabled: reason !== undefined,
        };
      })}
      value={value ?? null}
      onChange={(chosen) => {
        const found = all.find((each) => each === chosen);
        if (found !== undefined && found !== value) onChange(found);
      }}
    />
  );
}

interface ToggleProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Beside the switch; absent: nothing is seen but the row's own label. */
  readonly text?: string;
  readonly disabled?: boolean;
}

export function Toggle({ label, checked, onChange, text, disabled = false }: ToggleProps): ReactElement {
  return (
    <Switch
      aria-label={label}
      checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
      {...(text !== undefined && { label: text })}
    />
  );
}
