/** Installations that run by themselves: the answers, and the files made of them. */
import { SegmentedControl, Switch, Tabs } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreationProblem, PlannedFile } from '../../../../shared/model/creation/creationPlan.ts';
import type { CreationRequest } from '../../../../shared/model/creation/creationRequest.ts';
import { isWindows } from '../../../../shared/model/creation/osTraits.ts';
import type { HostId } from '../../../../shared/model/host.ts';
import type { OperatingSystem } from '../../../../shared/model/os.ts';
import { unattendedScript } from '../../../../shared/model/unattended/index.ts';
import { keyboardLayouts } from '../../../../shared/model/unattended/keyboards.ts';
import { FormSection, Notes } from '../../../components/formRow.tsx';
import { Problem } from '../../../nouns/problem.tsx';
import { notesAt, notesElsewhere } from '../hardware/notes.ts';
import type { Offers } from '../hardware/offers.ts';
import { noOffers, useOffers } from '../hardware/useOffers.ts';
import { firstUnattended } from './answers.ts';
import { DriversCd } from './driversCd.tsx';
import { FilePreview } from './filePreview.tsx';
import { SeedPool, usualPool } from './seedPool.tsx';
import { UnattendedFields } from './unattendedFields.tsx';
import { useUnattendedNotes, type Unattended } from './unattendedNotes.ts';
import { useSshKeys } from './useSshKeys.ts';
import styles from './firstBoot.module.css';

interface UnattendedStepProps {
  /** undefined: the installer asks. */
  readonly value: CreationRequest['unattended'];
  readonly onChange: (value: CreationRequest['unattended']) => void;
  readonly os: OperatingSystem | undefined;
  readonly hosts: readonly HostId[];
  /** CDs beside the installation medium: drivers for Windows. */
  readonly extraMedia: CreationRequest['extraMedia'];
  readonly onExtraMedia: (extraMedia: CreationRequest['extraMedia']) => void;
  readonly problems: readonly CreationProblem[];
  /** Of the first VM, masked. */
  readonly files: readonly PlannedFile[];
}

/** Keys of the workstation that the user is given. */
const MOST_KEYS = 5;

export function UnattendedStep(props: UnattendedStepProps): ReactElement {
  const { t, i18n } = useTranslation();
  const { value, onChange, os, hosts, problems } = props;
  const [offers, reload] = useOffers(hosts);
  const known = offers.kind === 'loaded' ? offers.value : noOffers;
  const keys = useSshKeys();
  const [before, setBefore] = useState<Unattended>();
  const script = os === undefined ? undefined : unattendedScript(os);
  const begin = (): Unattended => ({
    answers: firstUnattended(
      i18n.language,
      Intl.DateTimeFormat().resolvedOptions().timeZone,
      keyboardLayouts,
      isWindows(os) ? [] : keys.slice(0, MOST_KEYS).map(({ key }) => key),
    ),
    pool: usualPool(known),
  });
  const placed = useUnattendedNotes(value, problems);
  const about = useAbout(os, script !== undefined);
  const possible = script !== undefined || value !== undefined;
  return (
    <div className={styles.step}>
      <Switch
        label={t('creation.unattended.use')}
        description={about}
        checked={value !== undefined}
        disabled={!possible || (value === undefined && offers.kind === 'loading')}
        onChange={(event) => {
          if (!event.currentTarget.checked) setBefore(value);
          onChange(event.currentTarget.checked ? (before ?? begin()) : undefined);
        }}
      />
      <div className={styles.whole}>
        <Notes notes={notesElsewhere(placed, answerFields)} />
      </div>
      {offers.kind === 'failed' && <Problem error={offers.error} onRetry={reload} />}
      {isWindows(os) && (
        <DriversCd
          value={props.extraMedia}
          onChange={props.onExtraMedia}
          host={hosts[0]}
          offers={known}
          notes={notesAt(placed, ['extraMedia*'])}
        />
      )}
      {value !== undefined && <Form {...props} value={value} offers={known} placed={placed} />}
    </div>
  );
}

/** What it does, or why it can't be done. */
function useAbout(os: OperatingSystem | undefined, possible: boolean): string {
  const { t } = useTranslation();
  if (possible) return t('creation.unattended.useHint');
  return os === undefined ? t('creation.unattended.noSystem') : t('creation.unattended.noScript', { name: os.name });
}

const answerFields = [
  'user*',
  'rootPassword',
  'hostname',
  'locale',
  'keyboard',
  'timezone',
  'packages*',
  'edition',
  'productKey',
  'pool*',
  'extraMedia*',
];
const sides = ['answers', 'files'] as const;

interface FormProps extends UnattendedStepProps {
  readonly value: Unattended;
  readonly offers: Offers;
  readonly placed: ReturnType<typeof useUnattendedNotes>;
}

function Form({ value, onChange, os, offers, files, placed }: FormProps): ReactElement {
  const { t } = useTranslation();
  const [side, setSide] = useState<(typeof sides)[number]>('answers');
  return (
    <>
      <SegmentedControl
        className={styles.sides ?? ''}
        aria-label={t('creation.unattended.sides')}
        data={sides.map((each) => ({ value: each, label: t(`creation.unattended.side.${each}`) }))}
        value={side}
        onChange={(to) => setSide(sides.find((each) => each === to) ?? side)}
      />
      {side === 'files' ? (
        <Files files={files} />
      ) : (
        <>
          <UnattendedFields
            os={os}
            answers={value.answers}
            notesAt={(...fields) => notesAt(placed, fields)}
            onChange={(answers) => onChange({ ...value, answers })}
          />
          <FormSection title={t('creation.unattended.section.where')}>
            <SeedPool
              pool={value.pool}
              offers={offers}
              notes={notesAt(placed, ['pool*'])}
              onChange={(pool) => onChange({ ...value, pool })}
            />
          </FormSection>
        </>
      )}
    </>
  );
}

function Files({ files }: { readonly files: readonly PlannedFile[] }): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState<string>();
  const [first] = files;
  if (first === undefined) return <p className={styles.noFile}>{t('creation.cloudInit.noPreview')}</p>;
  const current = files.some(({ name }) => name === shown) ? shown : first.name;
  return (
    <Tabs className={styles.files ?? ''} value={current ?? first.name} onChange={(name) => setShown(name ?? undefined)}>
      <Tabs.List>
        {files.map(({ name }) => (
          <Tabs.Tab key={name} value={name}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {files.map(({ name, text }) => (
        <Tabs.Panel key={name} value={name} className={styles.panel ?? ''}>
          <div className={styles.fileHead}>
            <span className={styles.quiet}>{t('creation.unattended.madeFile')}</span>
          </div>
          <FilePreview name={name} text={text} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
