import type { ReactElement } from 'react';
import { TextInput } from '../../../nouns/textInput.tsx';

interface WordsInputProps {
  readonly label: string;
  readonly value: readonly string[];
  readonly onChange: (words: string[]) => void;
  readonly placeholder?: string;
}

/** A few words in one line, with blanks or commas between them. */
export function WordsInput({ value, onChange, ...rest }: WordsInputProps): ReactElement {
  return (
    <TextInput
      eager
      width="100%"
      value={value.join(' ')}
      onChange={(text = '') => onChange(text.split(/[\s,]+/).filter(Boolean))}
      {...rest}
    />
  );
}
