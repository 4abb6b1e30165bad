/** The fields of a form as data. Values are the caller's; what a field says is in words already. */

interface CommonField {
  /** Of no other field in the form. */
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  /** What is wrong with its value. */
  readonly error?: string | undefined;
  /** It can't be changed now. */
  readonly closed?: boolean;
}

export interface TextField extends CommonField {
  readonly kind: 'text';
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Inside the field, at its right. */
  readonly unit?: string;
  readonly maxLength?: number;
}

export interface ChoiceField extends CommonField {
  readonly kind: 'choice';
  readonly value: string;
  /** What is allowed. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

interface TickField extends CommonField {
  readonly kind: 'tick';
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

export type Field = TextField | ChoiceField | TickField;

interface Choice<T extends string> extends CommonField {
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** A field of some allowed values, which hands on no other. */
export const choiceField = <T extends string>(choice: Choice<T>): ChoiceField => ({
  ...choice,
  kind: 'choice',
  onChange: (value) => {
    const chosen = choice.choices.find((each) => each.value === value);
    if (chosen !== undefined) choice.onChange(chosen.value);
  },
});

/** What keeps the form from being submitted; a closed field is nobody's to mend. */
export const firstWrong = (fields: readonly Field[]): Field | undefined =>
  fields.find(({ error, closed }) => error !== undefined && closed !== true);
