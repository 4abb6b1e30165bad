import { TextInput } from '@mantine/core';
import type { ReactElement } from 'react';

interface PasswordFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string | undefined;
  /** undefined: none. */
  readonly onChange: (password: string | undefined) => void;
}

/** A password that is given, never shown: neither here nor where it goes. */
export function PasswordField({ label, value = '', onChange, ...rest }: PasswordFieldProps): ReactElement {
  return (
    <TextInput
      type="password"
      autoComplete="new-password"
      w={170}
      aria-label={label}
      value={value}
      onChange={({ currentTarget: { value: typed } }) => onChange(typed === '' ? undefined : typed)}
      {...rest}
    />
  );
}
