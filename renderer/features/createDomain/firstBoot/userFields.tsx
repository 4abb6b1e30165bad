/** The users of a new guest. */
import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CloudInitAnswers, CloudInitUser } from '../../../../shared/model/cloudInit.ts';
import { FormField, FormFields, FormRow } from '../../../components/formRow.tsx';
import { TextInput } from '../../../nouns/textInput.tsx';
import type { NotesAt } from '../hardware/notes.ts';
import { anotherUser, letsSomebodyIn } from './answers.ts';
import { PasswordField } from './passwordField.tsx';
import { SshKeyFields } from './sshKeyFields.tsx';
import styles from './firstBoot.module.css';

interface UserFieldsProps {
  readonly answers: CloudInitAnswers;
  readonly onChange: (answers: CloudInitAnswers) => void;
  readonly notesAt: NotesAt;
}

export function UserFields({ answers, onChange, notesAt }: UserFieldsProps): ReactElement {
  const { t } = useTranslation();
  const { users } = answers;
  const set = (changed: readonly CloudInitUser[]): void => onChange({ ...answers, users: [...changed] });
  return (
    <>
      {users.map((user, at) => (
        <User
          key={at}
          user={user}
          label={
            users.length === 1 ? t('creation.cloudInit.user') : t('creation.cloudInit.userNumber', { number: at + 1 })
          }
          notes={notesAt(`users.${at}.*`)}
          onChange={(changed) => set(users.with(at, changed))}
          onRemove={() => set(users.toSpliced(at, 1))}
        />
      ))}
      {users.length === 0 && <p className={styles.quiet}>{t('creation.cloudInit.noUsers')}</p>}
      {users.length > 0 && !letsSomebodyIn(answers) && (
        <p className={styles.warning}>{t('creation.cloudInit.nobodyIn')}</p>
      )}
      <Button
        className={styles.add ?? ''}
        size="compact-xs"
        variant="default"
        leftSection={<Plus size={12} />}
        onClick={() => set([...users, anotherUser(users)])}
      >
        {t('creation.cloudInit.addUser')}
      </Button>
    </>
  );
}

interface UserProps {
  readonly user: CloudInitUser;
  readonly label: string;
  readonly notes: ReturnType<NotesAt>;
  readonly onChange: (user: CloudInitUser) => void;
  readonly onRemove: () => void;
}

function User({ user, label, notes, onChange, onRemove }: UserProps): ReactElement {
  const { t } = useTranslation();
  const of = { user: user.name === '' ? label : user.name };
  return (
    <FormRow label={label} notes={notes}>
      <div className={styles.entry}>
        <FormFields>
          <FormField label={t('creation.cloudInit.userName')}>
            <TextInput
              eager
              width={140}
              label={t('creation.cloudInit.userNameOf', { user: label })}
              value={user.name}
              onChange={(name = '') => onChange({ ...user, name })}
            />
          </FormField>
          <FormField label={t('creation.cloudInit.password')}>
            <PasswordField
              label={t('creation.cloudInit.passwordOf', of)}
              placeholder={t('creation.cloudInit.noPassword')}
              value={user.password}
              onChange={(password) => {
                const { password: _, ...rest } = user;
                onChange(password === undefined ? rest : { ...rest, password });
              }}
            />
          </FormField>
          <Checkbox
            className={styles.check ?? ''}
            label={t('creation.cloudInit.sudo')}
            aria-label={t('creation.cloudInit.sudoOf', of)}
            checked={user.sudo}
            onChange={(event) => onChange({ ...user, sudo: event.currentTarget.checked })}
          />
        </FormFields>
        <FormField label={t('creation.cloudInit.keys')}>
          <SshKeyFields user={of.user} value={user.sshKeys} onChange={(sshKeys) => onChange({ ...user, sshKeys })} />
        </FormField>
      </div>
      <ActionIcon
        size="sm"
        className={styles.remove ?? ''}
        aria-label={t('creation.cloudInit.removeUser', of)}
        onClick={onRemove}
      >
        <X size={13} aria-hidden />
      </ActionIcon>
    </FormRow>
  );
}
