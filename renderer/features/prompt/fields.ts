/** What is to be typed for a question, in the order of its answers. */
import type { Prompt } from '../../../shared/model/prompt.ts';

export interface PromptField {
  /** A key under `questions.`, or the server's own words. */
  readonly label: { readonly key: 'password' | 'passphrase' | 'user' } | { readonly text: string };
  readonly secret: boolean;
}

export function fieldsOf(prompt: Prompt): readonly PromptField[] {
  switch (prompt.kind) {
    case 'hostKey':
      return [];
    case 'passphrase':
      return [{ label: { key: 'passphrase' }, secret: true }];
    case 'password':
      return [{ label: { key: 'password' }, secret: true }];
    case 'keyboardInteractive':
      return prompt.prompts.map(({ text, echo }) => ({ label: { text: text.trim() }, secret: !echo }));
    case 'sasl':
      return [
        { label: { key: 'user' }, secret: false },
        { label: { key: 'password' }, secret: true },
      ];
  }
}
