/** The disks: where their images are, and how the guest sees them. */
import { ActionIcon, Button } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewDisk } from '../../../../shared/model/creation/hardware.ts';
import { anotherDisk } from '../../../../shared/model/creation/hardwareChanges.ts';
import { FormRow } from '../../../components/formRow.tsx';
import { DiskContent } from './diskContent.tsx';
import { DiskTuning } from './diskTuning.tsx';
import type { DiskProps, PartProps } from './part.ts';
import styles from './hardwareStep.module.css';

export function Disks(props: PartProps): ReactElement {
  const { t } = useTranslation();
  const { hardware, onChange, offers, all } = props;
  const { disks } = hardware;
  const set = (at: number, disk: NewDisk): void => onChange({ ...hardware, disks: disks.with(at, disk) });
  const pool = offers.pools.find(({ unusable }) => unusable === undefined)?.name ?? '';
  const add = (): void => onChange({ ...hardware, disks: [...disks, anotherDisk(hardware, pool)] });
  const shown = all ? disks : disks.slice(0, 1);
  return (
    <>
      {shown.map((disk, at) => (
        <Disk
          key={at}
          {...props}
          disk={disk}
          at={at}
          onDisk={(changed) => set(at, changed)}
          onRemove={() => onChange({ ...hardware, disks: disks.toSpliced(at, 1) })}
        />
      ))}
      {disks.length === 0 && <p className={styles.quiet}>{t('creation.hardware.noDisks')}</p>}
      {!all && disks.length > 1 && (
        <p className={styles.quiet}>{t('creation.hardware.moreDisks', { count: disks.length - 1 })}</p>
      )}
      {(all || disks.length === 0) && (
        <Button size="compact-xs" variant="default" leftSection={<Plus size={12} />} onClick={add}>
          {t('creation.hardware.addDisk')}
        </Button>
      )}
    </>
  );
}

function Disk(props: DiskProps & { readonly onRemove: () => void }): ReactElement {
  const { t } = useTranslation();
  const { at, all, notesAt, onRemove } = props;
  const field = `hardware.disks.${at}`;
  const label = all ? t('creation.hardware.diskNumber', { number: at + 1 }) : t('creation.hardware.disk');
  return (
    <FormRow label={label} notes={notesAt(`${field}.*`)}>
      <div className={styles.device}>
        <DiskContent {...props} label={label} />
        {all && <DiskTuning {...props} label={label} />}
      </div>
      {all && (
        <ActionIcon
          size="sm"
          className={styles.remove ?? ''}
          aria-label={t('creation.hardware.remove', { device: label })}
          onClick={onRemove}
        >
          <X size={13} aria-hidden />
        </ActionIcon>
      )}
    </FormRow>
  );
}
