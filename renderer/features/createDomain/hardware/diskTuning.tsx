/** How the guest sees a disk, and how the hypervisor treats its image. */
import { Checkbox } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { newDisk, type NewDisk } from '../../../../shared/model/creation/hardware.ts';
import { hasBus, mayThread, withBus, withCache, withIo } from '../../../../shared/model/creation/hardwareChanges.ts';
import { FormField, FormFields } from '../../../components/formRow.tsx';
import { TextInput } from '../../../nouns/textInput.tsx';
import { Choose } from './choose.tsx';
import type { DiskProps } from './part.ts';
import styles from './hardwareStep.module.css';

const caches = newDisk.shape.cache.unwrap().options;
const ios = newDisk.shape.io.unwrap().options;
const USUAL = 'usual';

export function DiskTuning(props: DiskProps & { readonly label: string }): ReactElement {
  const { t } = useTranslation();
  const { disk, onDisk, choices, hardware, label } = props;
  const threads = mayThread(disk);
  return (
    <FormFields>
      <FormField label={t('creation.hardware.bus')}>
        <Choose
          width={130}
          label={t('creation.hardware.busOf', { device: label })}
          options={choices.diskBuses}
          value={disk.bus}
          text={(bus) => t(`creation.hardware.buses.${bus}`)}
          why={(bus) => (hasBus(hardware.machine, bus) ? undefined : t('creation.hardware.notOnMachine'))}
          onChange={(bus) => onDisk(withBus(disk, bus))}
        />
      </FormField>
      <FormField label={t('creation.hardware.cache')}>
        <Choose
          width={130}
          label={t('creation.hardware.cacheOf', { device: label })}
          options={caches}
          value={disk.cache ?? 'default'}
          text={(cache) => (cache === 'default' ? t('creation.hardware.usual') : cache)}
          onChange={(cache) => onDisk(withCache(disk, cache === 'default' ? undefined : cache))}
        />
      </FormField>
      <FormField label={t('creation.hardware.io')}>
        <Choose
          width={120}
          label={t('creation.hardware.ioOf', { device: label })}
          options={[USUAL, ...ios] as const}
          value={disk.io ?? USUAL}
          text={(io) => (io === USUAL ? t('creation.hardware.usual') : io)}
          onChange={(io) => onDisk(withIo(disk, io === USUAL ? undefined : io))}
        />
      </FormField>
      <FormField label={t('creation.hardware.serial')}>
        <TextInput
          eager
          width={130}
          label={t('creation.hardware.serialOf', { device: label })}
          value={disk.serial}
          onChange={(serial) => onDisk(withSerial(disk, serial))}
        />
      </FormField>
      <Checkbox
        className={styles.check ?? ''}
        label={t('creation.hardware.discard')}
        aria-label={t('creation.hardware.discardOf', { device: label })}
        checked={disk.discard}
        onChange={(event) => onDisk({ ...disk, discard: event.currentTarget.checked })}
      />
      <Checkbox
        className={styles.check ?? ''}
        label={t('creation.hardware.iothread')}
        aria-label={t('creation.hardware.iothreadOf', { device: label })}
        title={threads ? undefined : t('creation.hardware.iothreadWhere')}
        checked={disk.iothread === true && threads}
        disabled={!threads}
        onChange={(event) => onDisk({ ...disk, iothread: event.currentTarget.checked })}
      />
    </FormFields>
  );
}

function withSerial(disk: NewDisk, serial: string | undefined): NewDisk {
  const { serial: _, ...rest } = disk;
  return serial === undefined ? rest : { ...rest, serial };
}
