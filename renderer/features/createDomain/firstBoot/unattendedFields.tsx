/** What an installer would ask. */
import { Autocomplete } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isWindows } from '../../../../shared/model/creation/osTraits.ts';
import type { OperatingSystem } from '../../../../shared/model/os.ts';
import type { UnattendedAnswers } from '../../../../shared/model/unattended/answers.ts';
import { keyboardLayouts } from '../../../../shared/model/unattended/keyboards.ts';
import { FormRow, FormSection } from '../../../components/formRow.tsx';
import { TextInput } from '../../../nouns/textInput.tsx';
import { Choose } from '../hardware/choose.tsx';
import type { NotesAt } from '../hardware/notes.ts';
import { PasswordField } from './passwordField.tsx';
import { Packages } from './softwareFields.tsx';
import { SshKeyFields } from './sshKeyFields.tsx';
import { TimeZoneField } from './timeZoneField.tsx';

interface UnattendedFieldsProps {
  readonly os: OperatingSystem | undefined;
  readonly answers: UnattendedAnswers;
  readonly onChange: (answers: UnattendedAnswers) => void;
  readonly notesAt: NotesAt;
}

export function UnattendedFields(props: UnattendedFieldsProps): ReactElement {
  const { t } = useTranslation();
  const windows = isWindows(props.os);
  return (
    <>
      <FormSection title={t('creation.unattended.section.user')}>
        <User {...props} windows={windows} />
      </FormSection>
      <FormSection title={t('creation.unattended.section.place')}>
        <Place {...props} />
      </FormSection>
      <FormSection title={t('creation.unattended.section.system')}>
        <System {...props} windows={windows} />
      </FormSection>
    </>
  );
}

type PartProps = UnattendedFieldsProps & { readonly windows: boolean };

function User({ answers, onChange, notesAt, windows }: PartProps): ReactElement {
  const { t } = useTranslation();
  const { user } = answers;
  const set = (changed: typeof user): void => onChange({ ...answers, user: changed });
  return (
    <>
      <FormRow label={t('creation.unattended.userName')} notes={notesAt('user.name')}>
        <TextInput
          eager
          width={200}
          label={t('creation.unattended.userName')}
          value={user.name}
          onChange={(name = '') => set({ ...user, name })}
        />
      </FormRow>
      <FormRow label={t('creation.unattended.fullName')} notes={notesAt('user.fullName')}>
        <TextInput
          eager
          width={200}
          label={t('creation.unattended.fullName')}
          value={user.fullName}
          onChange={(fullName) => {
            const { fullName: _, ...rest } = user;
            set(fullName === undefined ? rest : { ...rest, fullName });
          }}
        />
      </FormRow>
      <FormRow label={t('creation.unattended.password')} notes={notesAt('user.password')}>
        <PasswordField
          label={t('creation.unattended.password')}
          value={user.password}
          onChange={(password = '') => set({ ...user, password })}
        />
      </FormRow>
      {!windows && (
        <>
          <FormRow label={t('creation.unattended.keys')} notes={notesAt('user.sshKeys*')}>
            <SshKeyFields user={user.name} value={user.sshKeys} onChange={(sshKeys) => set({ ...user, sshKeys })} />
          </FormRow>
          <FormRow
            label={t('creation.unattended.rootPassword')}
            hint={t('creation.unattended.rootPasswordHint')}
            notes={notesAt('rootPassword')}
          >
            <PasswordField
              label={t('creation.unattended.rootPassword')}
              placeholder={t('creation.cloudInit.noPassword')}
              value={answers.rootPassword}
              onChange={(rootPassword) => {
                const { rootPassword: _, ...rest } = answers;
                onChange(rootPassword === undefined ? rest : { ...rest, rootPassword });
              }}
            />
          </FormRow>
        </>
      )}
    </>
  );
}

/** Offered; others may be typed. */
const locales = [
  'en_US',
  'en_GB',
  'zh_CN',
  'zh_TW',
  'de_DE',
  'de_AT',
  'de_CH',
  'fr_FR',
  'es_ES',
  'it_IT',
  'ja_JP',
  'ko_KR',
  'nl_NL',
  'pl_PL',
  'pt_BR',
  'pt_PT',
  'ru_RU',
  'sv_SE',
  'tr_TR',
  'uk_UA',
];

function Place({ answers, onChange, notesAt }: UnattendedFieldsProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <FormRow label={t('creation.unattended.locale')} notes={notesAt('locale')}>
        <Autocomplete
          w={140}
          aria-label={t('creation.unattended.locale')}
          data={locales}
          // All of them, not only those that begin like the one that is there.
          filter={({ options }) => options}
          value={answers.locale}
          onChange={(locale) => onChange({ ...answers, locale: locale.trim() })}
        />
      </FormRow>
      <FormRow label={t('creation.unattended.keyboard')} notes={notesAt('keyboard')}>
        <Choose
          searchable
          width={140}
          label={t('creation.unattended.keyboard')}
          options={keyboardLayouts}
          value={answers.keyboard}
          onChange={(keyboard) => onChange({ ...answers, keyboard })}
        />
      </FormRow>
      <FormRow label={t('creation.cloudInit.timezone')} notes={notesAt('timezone')}>
        <TimeZoneField value={answers.timezone} onChange={(timezone = '') => onChange({ ...answers, timezone })} />
      </FormRow>
    </>
  );
}

function System({ answers, onChange, notesAt, windows }: PartProps): ReactElement {
  const { t } = useTranslation();
  const set = (key: 'hostname' | 'edition' | 'productKey', text: string | undefined): void => {
    const { [key]: _, ...rest } = answers;
    onChange(text === undefined ? rest : { ...rest, [key]: text });
  };
  return (
    <>
      <FormRow label={t('creation.unattended.hostname')} notes={notesAt('hostname')}>
        <TextInput
          eager
          width={240}
          label={t('creation.unattended.hostname')}
          placeholder={t('creation.unattended.asDomain')}
          value={answers.hostname}
          onChange={(text) => set('hostname', text)}
        />
      </FormRow>
      {windows ? (
        <>
          <FormRow
            label={t('creation.unattended.edition')}
            hint={t('creation.unattended.editionHint')}
            notes={notesAt('edition')}
          >
            <TextInput
              eager
              width={240}
              label={t('creation.unattended.edition')}
              placeholder="Windows 11 Pro"
              value={answers.edition}
              onChange={(text) => set('edition', text)}
            />
          </FormRow>
          <FormRow label={t('creation.unattended.productKey')} notes={notesAt('productKey')}>
            <TextInput
              eager
              width={300}
              label={t('creation.unattended.productKey')}
              placeholder="XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"
              value={answers.productKey}
              onChange={(text) => set('productKey', text?.toUpperCase())}
            />
          </FormRow>
        </>
      ) : (
        <FormRow label={t('creation.cloudInit.packages')} notes={notesAt('packages*')}>
          <Packages value={answers.packages} onChange={(packages) => onChange({ ...answers, packages })} />
        </FormRow>
      )}
    </>
  );
}
