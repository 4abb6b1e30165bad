import type { ReactElement } from 'react';
import { PropertyControl } from '../../../nouns/propertyControl.tsx';
import { usePropertyWords } from '../../../nouns/propertyWords.ts';
import type { PropertyForm } from '../form.ts';
import { Line } from './line.tsx';

interface PlainFieldsProps {
  readonly form: PropertyForm;
  readonly properties: readonly string[];
}

/** Properties that need nothing but their control. */
export function PlainFields({ form, properties }: PlainFieldsProps): ReactElement {
  const words = usePropertyWords();
  return (
    <>
      {properties.map((property) => {
        const field = form.fields[property];
        if (field === undefined) return null;
        const label = words.label(form.kind, property);
        return (
          <Line key={property} form={form} properties={[property]} label={label}>
            <PropertyControl
              field={field}
              label={label}
              value={form.value(property)}
              onChange={(to) => form.change({ [property]: to })}
              fieldLabel={(column) => words.fieldLabel(form.kind, property, column)}
            />
          </Line>
        );
      })}
    </>
  );
}
