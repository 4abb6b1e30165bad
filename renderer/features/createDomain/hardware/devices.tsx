/** The smaller devices: what helps host and guest to get along. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { hardware as schema } from '../../../../shared/model/creation/hardware.ts';
import { hasBus } from '../../../../shared/model/creation/hardwareChanges.ts';
import { FormRow } from '../../../components/formRow.tsx';
import { Choose, Toggle } from './choose.tsx';
import type { PartProps } from './part.ts';

const toggles = ['guestAgent', 'balloon', 'rng'] as const;
const watchdogs = schema.shape.watchdog.options;
const NONE = 'none';

export function Devices({ hardware, onChange, choices, notesAt }: PartProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <FormRow label={t('creation.hardware.cdrom')} notes={notesAt('hardware.cdrom')}>
        <Choose
          label={t('creation.hardware.cdrom')}
          options={[NONE, ...choices.cdromBuses] as const}
          value={hardware.cdrom ?? NONE}
          text={(bus) => (bus === NONE ? t('creation.hardware.noCdrom') : t(`creation.hardware.buses.${bus}`))}
          why={(bus) => (hasBus(hardware.machine, bus) ? undefined : t('creation.hardware.notOnMachine'))}
          onChange={(bus) => {
            const { cdrom: _, ...rest } = hardware;
            onChange(bus === NONE ? rest : { ...rest, cdrom: bus });
          }}
        />
      </FormRow>
      {toggles.map((device) => (
        <FormRow key={device} label={t(`creation.hardware.${device}`)} hint={t(`creation.hardware.${device}Hint`)}>
          <Toggle
            label={t(`creation.hardware.${device}`)}
            checked={hardware[device]}
            onChange={(on) => onChange({ ...hardware, [device]: on })}
          />
        </FormRow>
      ))}
      <FormRow label={t('creation.hardware.watchdog')} hint={t('creation.hardware.watchdogHint')}>
        <Choose
          label={t('creation.hardware.watchdog')}
          options={watchdogs}
          value={hardware.watchdog}
          text={(action) => t(`creation.hardware.watchdogs.${action}`)}
          onChange={(watchdog) => onChange({ ...hardware, watchdog })}
        />
      </FormRow>
    </>
  );
}
