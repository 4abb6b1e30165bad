/** What is installed and run at the first boot. */
import { Checkbox, TagsInput, Textarea } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CloudInitAnswers } from '../../../../shared/model/cloudInit.ts';
import { FormRow } from '../../../components/formRow.tsx';
import { useDraft } from '../../../nouns/useDraft.ts';
import type { NotesAt } from '../hardware/notes.ts';
import styles from './firstBoot.module.css';

interface SoftwareFieldsProps {
  readonly answers: CloudInitAnswers;
  readonly onChange: (answers: CloudInitAnswers) => void;
  readonly notesAt: NotesAt;
}

export function SoftwareFields({ answers, onChange, notesAt }: SoftwareFieldsProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <FormRow label={t('creation.cloudInit.packages')} notes={notesAt('packages*')}>
        <Packages value={answers.packages} onChange={(packages) => onChange({ ...answers, packages })} />
        <Checkbox
          label={t('creation.cloudInit.upgrade')}
          checked={answers.upgrade}
          onChange={(event) => onChange({ ...answers, upgrade: event.currentTarget.checked })}
        />
      </FormRow>
      <FormRow
        label={t('creation.cloudInit.commands')}
        hint={t('creation.cloudInit.commandsHint')}
        notes={notesAt('commands*')}
      >
        <Commands value={answers.commands} onChange={(commands) => onChange({ ...answers, commands })} />
      </FormRow>
    </>
  );
}

export function Packages({
  value,
  onChange,
}: {
  readonly value: readonly string[];
  readonly onChange: (packages: string[]) => void;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <TagsInput
      size="xs"
      w="100%"
      acceptValueOnBlur
      splitChars={[',', ' ', '\n']}
      aria-label={t('creation.cloudInit.packages')}
      placeholder={value.length === 0 ? t('creation.cloudInit.packagesExample') : ''}
      value={[...value]}
      onChange={onChange}
    />
  );
}

/** One on each line; empty lines are none. */
function Commands({
  value,
  onChange,
}: {
  readonly value: readonly string[];
  readonly onChange: (commands: string[]) => void;
}): ReactElement {
  const { t } = useTranslation();
  const draft = useDraft(
    value.join('\n'),
    (text) => onChange(text.split('\n').filter((line) => line.trim() !== '')),
    true,
  );
  return (
    <Textarea
      w="100%"
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      classNames={{ input: styles.mono ?? '' }}
      aria-label={t('creation.cloudInit.commands')}
      placeholder="systemctl enable --now nginx"
      value={draft.shown}
      onChange={(event) => draft.type(event.currentTarget.value)}
      onBlur={draft.handlers.onBlur}
    />
  );
}
