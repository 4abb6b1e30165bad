import { Input } from '@mantine/core';
import type { ReactElement } from 'react';
import { PropertyControl } from './propertyControl.tsx';
import type { PropertyControlProps } from './propertyControlProps.ts';

/** A control with its label above, for dialogs: every keystroke counts at once. */
export function PropertyField(props: PropertyControlProps): ReactElement {
  return (
    <Input.Wrapper size="xs" label={props.label} labelElement="div">
      <PropertyControl eager {...props} />
    </Input.Wrapper>
  );
}
