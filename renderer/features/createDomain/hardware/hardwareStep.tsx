/** The hardware of new VMs: what matters most, and behind a switch everything. */
import { Button, Loader, Switch } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreationChoices } from '../../../../shared/model/creation/choices.ts';
import type { CreationProblem } from '../../../../shared/model/creation/creationPlan.ts';
import type { Hardware } from '../../../../shared/model/creation/hardware.ts';
import type { SourceKind } from '../../../../shared/model/creation/sources.ts';
import type { HostId } from '../../../../shared/model/host.ts';
import type { OperatingSystem } from '../../../../shared/model/os.ts';
import { FormSection, Notes } from '../../../components/formRow.tsx';
import { Problem } from '../../../nouns/problem.tsx';
import { isBoolean, useLayout } from '../../../store/settings.ts';
import { Devices } from './devices.tsx';
import { Disks } from './disks.tsx';
import { Display } from './display.tsx';
import { Machine } from './machine.tsx';
import { Memory } from './memory.tsx';
import { Nics } from './nics.tsx';
import { notesAt, notesElsewhere, useHardwareNotes } from './notes.ts';
import type { PartProps } from './part.ts';
import { PresetBar } from './presetBar.tsx';
import { Processor } from './processor.tsx';
import { noOffers, useOffers } from './useOffers.ts';
import styles from './hardwareStep.module.css';

interface HardwareStepProps {
  readonly hardware: Hardware;
  readonly onChange: (hardware: Hardware) => void;
  /** Of the first host, for this type and architecture. */
  readonly choices: CreationChoices;
  readonly os: OperatingSystem | undefined;
  readonly hosts: readonly HostId[];
  readonly source: SourceKind;
  /** How many VMs. */
  readonly count: number;
  /** All of the latest dry run. */
  readonly problems: readonly CreationProblem[];
}

/** What the simple side has a place for. */
const simpleFields = [
  'hardware.cpu.*',
  'hardware.type',
  'hardware.memoryMiB',
  'hardware.disks',
  'hardware.disks.0.*',
  'hardware.nics',
  'hardware.nics.0.*',
  'hardware.graphics',
  'hardware.video',
];
const allFields = [
  ...simpleFields,
  'hardware.arch',
  'hardware.machine',
  'hardware.firmware',
  'hardware.maximumMiB',
  'hardware.disks.*',
  'hardware.nics.*',
  'hardware.cdrom',
  'hardware.tpm',
];

export function HardwareStep(props: HardwareStepProps): ReactElement {
  const { t } = useTranslation();
  const [all, setAll] = useLayout('createDomain.allSettings', false, isBoolean);
  const [offers, reload] = useOffers(props.hosts);
  const placed = useHardwareNotes(props.hardware, props.problems);
  const elsewhere = notesElsewhere(placed, all ? allFields : simpleFields);
  const part: PartProps = {
    ...props,
    offers: offers.kind === 'loaded' ? offers.value : noOffers,
    notesAt: (...fields) => notesAt(placed, fields),
    all,
  };
  return (
    <div className={styles.step}>
      <div className={styles.head}>
        <PresetBar {...part} />
        <Switch
          className={styles.expert ?? ''}
          label={t('creation.hardware.allSettings')}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      </div>
      {offers.kind === 'failed' && <Problem error={offers.error} onRetry={reload} />}
      {elsewhere.length > 0 && (
        <div className={styles.elsewhere} role="status">
          <Notes notes={elsewhere} />
          {!all && (
            <Button size="compact-xs" variant="default" onClick={() => setAll(true)}>
              {t('creation.hardware.showAll')}
            </Button>
          )}
        </div>
      )}
      <Sections {...part} />
      {offers.kind === 'loading' && <Loader size="xs" aria-label={t('creation.hardware.loading')} />}
    </div>
  );
}

function Sections(part: PartProps): ReactElement {
  const { t } = useTranslation();
  const title = (section: 'compute' | 'machine' | 'storage' | 'network' | 'display' | 'devices') =>
    t(`creation.hardware.section.${section}`);
  return (
    <>
      <FormSection title={title('compute')}>
        <Processor {...part} />
        <Memory {...part} />
      </FormSection>
      {part.all && (
        <FormSection title={title('machine')}>
          <Machine {...part} />
        </FormSection>
      )}
      <FormSection title={title('storage')} notes={part.notesAt('hardware.disks')}>
        <Disks {...part} />
      </FormSection>
      <FormSection title={title('network')}>
        <Nics {...part} />
      </FormSection>
      <FormSection title={title('display')}>
        <Display {...part} />
      </FormSection>
      {part.all && (
        <FormSection title={title('devices')}>
          <Devices {...part} />
        </FormSection>
      )}
    </>
  );
}
