/** What kind of computer it is. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestChoice } from '../../../../shared/model/creation/choices.ts';
import { firmwares } from '../../../../shared/model/creation/hardware.ts';
import { withFirmware, withGuest, withMachine } from '../../../../shared/model/creation/hardwareChanges.ts';
import { FormRow } from '../../../components/formRow.tsx';
import { Choose, Toggle } from './choose.tsx';
import type { PartProps } from './part.ts';
import styles from './hardwareStep.module.css';

export function Machine(props: PartProps): ReactElement {
  const { t } = useTranslation();
  const { hardware, onChange, choices, notesAt } = props;
  const { type, arch, machine, firmware } = hardware;
  const guest = choices.guests.find((each) => each.type === type && each.arch === arch);
  return (
    <>
      <Guest {...props} />
      <FormRow label={t('creation.hardware.firmware')} notes={notesAt('hardware.firmware')}>
        <Choose
          label={t('creation.hardware.firmware')}
          options={firmwares}
          value={firmware}
          text={(each) => t(`creation.hardware.firmwares.${each}`)}
          why={(each) => (choices.firmwares.includes(each) ? undefined : t('creation.hardware.notOnHost'))}
          onChange={(each) => onChange(withFirmware(hardware, each, choices))}
        />
      </FormRow>
      <FormRow
        label={t('creation.hardware.machine')}
        hint={t('creation.hardware.machineHint')}
        notes={notesAt('hardware.machine')}
      >
        <Choose
          searchable
          label={t('creation.hardware.machine')}
          options={guest?.machines ?? []}
          value={machine}
          onChange={(each) => onChange(withMachine(hardware, each))}
        />
      </FormRow>
      <Tpm {...props} />
      <FormRow label={t('creation.hardware.clock')}>
        <Choose
          label={t('creation.hardware.clock')}
          options={['utc', 'localtime'] as const}
          value={hardware.clock}
          text={(each) => t(`creation.hardware.clocks.${each}`)}
          onChange={(clock) => onChange({ ...hardware, clock })}
        />
      </FormRow>
      <FormRow
        label={t('creation.hardware.hyperv')}
        hint={t(type === 'kvm' ? 'creation.hardware.hypervHint' : 'creation.hardware.hypervNeedsKvm')}
      >
        <Toggle
          label={t('creation.hardware.hyperv')}
          checked={hardware.hyperv}
          disabled={type !== 'kvm' && !hardware.hyperv}
          onChange={(hyperv) => onChange({ ...hardware, hyperv })}
        />
      </FormRow>
    </>
  );
}

/** Hypervisor and architecture: the host has only some of both. */
function Guest({ hardware, onChange, choices, notesAt }: PartProps): ReactElement {
  const { t } = useTranslation();
  const { type, arch } = hardware;
  const said = notesAt('hardware.type', 'hardware.arch');
  const archs = [...new Set(choices.guests.map((guest) => guest.arch))];
  const types = choices.guests.filter((guest) => guest.arch === arch);
  const take = (guest: GuestChoice | undefined): void => {
    if (guest !== undefined) onChange(withGuest(hardware, guest));
  };
  return (
    <FormRow
      label={t('creation.hardware.type')}
      notes={said}
      // The dry run warns of it too, once there is one.
      hint={
        said.length > 0 || types.some((guest) => guest.type === 'kvm') || type === 'kvm'
          ? undefined
          : t('creation.hardware.noKvm', { arch })
      }
    >
      <Choose
        label={t('creation.hardware.type')}
        options={types.map((guest) => guest.type)}
        value={type}
        text={(each) => t(`creation.hardware.types.${each}`)}
        onChange={(each) => take(types.find((guest) => guest.type === each))}
      />
      <span className={styles.quiet}>{t('creation.hardware.forArch')}</span>
      <Choose
        searchable={archs.length > 8}
        width={130}
        label={t('creation.hardware.arch')}
        options={archs}
        value={arch}
        onChange={(each) => take(choices.guests.find((guest) => guest.arch === each))}
      />
    </FormRow>
  );
}

function Tpm({ hardware, onChange, choices, notesAt }: PartProps): ReactElement {
  const { t } = useTranslation();
  const missing = !choices.tpm && !hardware.tpm;
  return (
    <FormRow
      label={t('creation.hardware.tpm')}
      notes={notesAt('hardware.tpm')}
      hint={missing ? t('creation.problem.tpmMissing') : undefined}
    >
      <Toggle
        label={t('creation.hardware.tpm')}
        text={t('creation.hardware.tpmText')}
        checked={hardware.tpm}
        disabled={missing}
        onChange={(tpm) => onChange({ ...hardware, tpm })}
      />
    </FormRow>
  );
}
