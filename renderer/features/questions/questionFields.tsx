import { PasswordInput, TextInput } from '@mantine/core';
import type { ChangeEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../../shared/model/question.ts';
import type { QuestionField } from './fields.ts';
import styles from './questions.module.css';

interface FieldsProps {
  readonly question: Question;
  readonly fields: readonly QuestionField[];
  readonly answers: readonly string[];
  readonly onChange: (index: number, text: string) => void;
}

export function Fields({ question, fields, answers, onChange }: FieldsProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <Intro question={question} />
      {fields.map(({ label, secret }, index) => {
        const common = {
          mt: 'sm',
          label: 'key' in label ? t(`questions.field.${label.key}`) : label.text,
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
function Intro({ question }: { readonly question: Question }): ReactElement | null {
  const { t } = useTranslation();
  switch (question.kind) {
    case 'hostKey':
      return null;
    case 'passphrase':
      return <p className={styles.intro}>{t('questions.passphrase.intro', { file: question.keyFile })}</p>;
    case 'password':
      return (
        <p className={styles.intro}>
          {t('questions.password.intro', { user: question.user, server: question.server })}
        </p>
      );
    case 'sasl':
      return <p className={styles.intro}>{t('questions.sasl.intro', { mechanism: question.mechanism })}</p>;
    case 'keyboardInteractive':
      return (
        <>
          <p className={styles.intro}>
            {t('questions.keyboardInteractive.intro', { user: question.user, server: question.server })}
          </p>
          {question.name !== '' && <p className={styles.intro}>{question.name}</p>}
          {question.instructions !== '' && <p className={styles.said}>{question.instructions}</p>}
        </>
      );
  }
}
