/** What a ready image is told at its first boot, through cloud-init. */
import { SegmentedControl, Switch } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CloudInitAnswers } from '../../../../shared/model/cloudInit.ts';
import { validateCloudInit } from '../../../../shared/model/cloudInitCheck.ts';
import type { CreationProblem, PlannedFile } from '../../../../shared/model/creation/creationPlan.ts';
import type { CreationRequest } from '../../../../shared/model/creation/creationRequest.ts';
import { hostNameFor } from '../../../../shared/model/firstBoot.ts';
import type { HostId } from '../../../../shared/model/host.ts';
import type { OperatingSystem } from '../../../../shared/model/os.ts';
import { FormRow, FormSection, Notes } from '../../../components/formRow.tsx';
import { Problem } from '../../../nouns/problem.tsx';
import { TextInput } from '../../../nouns/textInput.tsx';
import { Choose, Toggle } from '../hardware/choose.tsx';
import { notesAt, notesElsewhere, type NotesAt } from '../hardware/notes.ts';
import type { Offers } from '../hardware/offers.ts';
import { noOffers, useOffers } from '../hardware/useOffers.ts';
import { firstAnswers } from './answers.ts';
import { useCloudInitNotes, type CloudInit } from './cloudInitNotes.ts';
import { NetworkFields } from './networkFields.tsx';
import { SeedFiles } from './seedFiles.tsx';
import { SeedPool, usualPool } from './seedPool.tsx';
import { SoftwareFields } from './softwareFields.tsx';
import { TimeZoneField } from './timeZoneField.tsx';
import { useSshKeys } from './useSshKeys.ts';
import { UserFields } from './userFields.tsx';
import styles from './firstBoot.module.css';

interface CloudInitStepProps {
  /** undefined: without cloud-init. */
  readonly value: CreationRequest['cloudInit'];
  readonly onChange: (value: CreationRequest['cloudInit']) => void;
  readonly os: OperatingSystem | undefined;
  readonly hosts: readonly HostId[];
  /** Of the VMs. */
  readonly names: readonly string[];
  /** How many network cards each has. */
  readonly nics: number;
  readonly problems: readonly CreationProblem[];
  /** Of the first VM, masked. */
  readonly files: readonly PlannedFile[];
}

/** Keys of the workstation that a first user is given. */
const MOST_KEYS = 5;

export function CloudInitStep(props: CloudInitStepProps): ReactElement {
  const { t } = useTranslation();
  const { value, onChange, hosts } = props;
  const [offers, reload] = useOffers(hosts);
  const known = offers.kind === 'loaded' ? offers.value : noOffers;
  const keys = useSshKeys();
  const [before, setBefore] = useState<CloudInit>();
  const begin = (): CloudInit => ({
    answers: firstAnswers(keys.slice(0, MOST_KEYS).map(({ key }) => key)),
    pool: usualPool(known),
    removeAfterFirstBoot: true,
  });
  return (
    <div className={styles.step}>
      <Switch
        label={t('creation.cloudInit.use')}
        description={t('creation.cloudInit.useHint')}
        checked={value !== undefined}
        disabled={value === undefined && offers.kind === 'loading'}
        onChange={(event) => {
          if (!event.currentTarget.checked) setBefore(value);
          onChange(event.currentTarget.checked ? (before ?? begin()) : undefined);
        }}
      />
      {offers.kind === 'failed' && <Problem error={offers.error} onRetry={reload} />}
      {value !== undefined && <Form {...props} value={value} offers={known} />}
    </div>
  );
}

interface FormProps extends CloudInitStepProps {
  readonly value: CloudInit;
  readonly offers: Offers;
}

const sides = ['answers', 'files'] as const;

function Form(props: FormProps): ReactElement {
  const { t } = useTranslation();
  const { value, onChange, names, nics, problems, files } = props;
  const [side, setSide] = useState<(typeof sides)[number]>('answers');
  const use = { vms: Math.max(1, names.length), nics };
  const placed = useCloudInitNotes(value, use, problems);
  const faults = validateCloudInit(value.answers, use);
  const raw = placed.filter(({ field }) => field.startsWith('raw')).length;
  const change = (answers: CloudInitAnswers): void => onChange({ ...value, answers });
  const at: NotesAt = (...fields) => notesAt(placed, fields);
  return (
    <>
      <SegmentedControl
        className={styles.sides ?? ''}
        aria-label={t('creation.cloudInit.sides')}
        data={sides.map((each) => ({
          value: each,
          label:
            each === 'files' && raw > 0
              ? t('creation.cloudInit.filesWithFaults', { count: raw })
              : t(`creation.cloudInit.side.${each}`),
        }))}
        value={side}
        onChange={(to) => setSide(sides.find((each) => each === to) ?? side)}
      />
      {side === 'answers' ? (
        <Answers {...props} notesAt={at} rest={notesElsewhere(placed, answerFields)} onAnswers={change} />
      ) : (
        <SeedFiles answers={value.answers} onChange={change} files={files} faults={faults} />
      )}
    </>
  );
}

/** What the side of the answers has a place for; of the raw files it is told on their side. */
const answerFields = ['users*', 'network*', 'packages*', 'commands*', 'hostname', 'timezone', 'pool', 'pool*', 'raw*'];

interface AnswersProps extends FormProps {
  readonly notesAt: NotesAt;
  readonly rest: ReturnType<NotesAt>;
  readonly onAnswers: (answers: CloudInitAnswers) => void;
}

function Answers(props: AnswersProps): ReactElement {
  const { t } = useTranslation();
  const { value, onAnswers, names, nics, rest } = props;
  const { answers } = value;
  const part = { answers, onChange: onAnswers, notesAt: props.notesAt };
  const replaced = answers.rawUserData !== undefined;
  return (
    <>
      <Notes notes={rest} />
      <FormSection title={t('creation.cloudInit.section.users')}>
        {replaced ? <Replaced file="user-data" /> : <UserFields {...part} />}
      </FormSection>
      <FormSection title={t('creation.cloudInit.section.network')}>
        {answers.rawNetworkConfig === undefined ? (
          <NetworkFields {...part} names={names} nics={nics} />
        ) : (
          <Replaced file="network-config" />
        )}
      </FormSection>
      <FormSection title={t('creation.cloudInit.section.system')}>
        <System {...props} />
      </FormSection>
      {!replaced && (
        <FormSection title={t('creation.cloudInit.section.software')}>
          <SoftwareFields {...part} />
        </FormSection>
      )}
    </>
  );
}

function Replaced({ file }: { readonly file: string }): ReactElement {
  const { t } = useTranslation();
  return <p className={styles.quiet}>{t('creation.cloudInit.replaced', { file })}</p>;
}

const sshPasswords = ['image', 'yes', 'no'] as const;

function System({ value, onChange, onAnswers, names, offers, notesAt: at }: AnswersProps): ReactElement {
  const { t } = useTranslation();
  const { answers } = value;
  const set = (changed: CloudInitAnswers): void => onAnswers(changed);
  const first = hostNameFor(answers.hostname, names[0] ?? 'vm');
  return (
    <>
      {answers.rawUserData === undefined && (
        <>
          <FormRow
            label={t('creation.cloudInit.hostname')}
            hint={t('creation.cloudInit.hostnameHint', { hostname: first })}
            notes={at('hostname')}
          >
            <TextInput
              eager
              width={240}
              label={t('creation.cloudInit.hostname')}
              placeholder="{name}"
              value={answers.hostname}
              onChange={(hostname) => {
                const { hostname: _, ...rest } = answers;
                set(hostname === undefined ? rest : { ...rest, hostname });
              }}
            />
          </FormRow>
          <FormRow label={t('creation.cloudInit.timezone')} notes={at('timezone')}>
            <TimeZoneField
              placeholder={t('creation.cloudInit.asImage')}
              value={answers.timezone}
              onChange={(timezone) => {
                const { timezone: _, ...rest } = answers;
                set(timezone === undefined ? rest : { ...rest, timezone });
              }}
            />
          </FormRow>
          <FormRow label={t('creation.cloudInit.sshPasswords')}>
            <Choose
              label={t('creation.cloudInit.sshPasswords')}
              options={sshPasswords}
              value={answers.sshPasswords === undefined ? 'image' : answers.sshPasswords ? 'yes' : 'no'}
              text={(each) => t(`creation.cloudInit.sshPassword.${each}`)}
              onChange={(each) => {
                const { sshPasswords: _, ...rest } = answers;
                set(each === 'image' ? rest : { ...rest, sshPasswords: each === 'yes' });
              }}
            />
          </FormRow>
        </>
      )}
      <SeedPool
        pool={value.pool}
        offers={offers}
        notes={at('pool', 'pool*')}
        onChange={(pool) => onChange({ ...value, pool })}
      />
      <FormRow label={t('creation.cloudInit.remove')} hint={t('creation.cloudInit.removeHint')}>
        <Toggle
          label={t('creation.cloudInit.remove')}
          checked={value.removeAfterFirstBoot}
          onChange={(removeAfterFirstBoot) => onChange({ ...value, removeAfterFirstBoot })}
        />
      </FormRow>
    </>
  );
}
