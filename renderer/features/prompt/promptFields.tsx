import { PasswordInput, TextInput } from '@mantine/core';
import type { ChangeEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Prompt } from '../../../shared/model/prompt.ts';
import type { PromptField } from './fields.ts';
import styles from './prompt.module.css';

interface FieldsProps {
  readonly prompt: Prompt;
  readonly fields: readonly PromptField[];
  readonly answers: readonly string[];
  readonly onChange: (index: number, text: string) => void;
}

export function Fields({ prompt, fields, answers, onChange }: FieldsProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <Intro prompt={prompt} />
      {fields.map(({ label, secret }, index) => {
        const common = {
          mt: 'sm',
          label: 'key' in label ? t(`prompt.field.${label.key}`) : label.text,
          value: answers[index] ?? '',
          autoComplete: 'off',
          ...(index === 0 && { 'data-autofocus': true }),
          onChange: (event: ChangeEvent<HTMLInputElement>) => onChange(index, event.currentTarget.value),
        };
        const shows = { 'aria-label': t('shell.showPassword') };
        return secret ? (
          <PasswordInput key={index} {...common} visibilityToggleButtonProps={shows} />
        ) : (
          <TextInput key={index} {...common} />
        );
      })}
    </>
  );
}

/** Who asks for what, in a sentence. */
function Intro({ prompt }: { readonly prompt: Prompt }): ReactElement | null {
  const { t } = useTranslation();
  switch (prompt.kind) {
    case 'hostKey':
      return null;
    case 'passphrase':
      return <p className={styles.intro}>{t('prompt.passphrase.intro', { file: prompt.keyFile })}</p>;
    case 'password':
      return <p className={styles.intro}>{t('prompt.password.intro', { user: prompt.user, server: prompt.server })}</p>;
    case 'sasl':
      return <p className={styles.intro}>{t('prompt.sasl.intro', { mechanism: prompt.mechanism })}</p>;
    case 'keyboardInteractive':
      return (
        <>
          <p className={styles.intro}>
            {t('prompt.keyboardInteractive.intro', { user: prompt.user, server: prompt.server })}
          </p>
          {prompt.name !== '' && <p className={styles.intro}>{prompt.name}</p>}
          {prompt.instructions !== '' && <p className={styles.said}>{prompt.instructions}</p>}
        </>
      );
  }
}
