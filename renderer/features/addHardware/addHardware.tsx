/** Adds a device to a VM: what there is to add on the left, the form of the chosen one on the right. It is planned, not made at once. */
import { Loader, Modal } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { newDevices, type NewDeviceId } from '../../../shared/model/newDevice/index.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';
import { DeviceForm } from './deviceForm.tsx';
import { EntryList } from './entryList.tsx';
import { useAddingContext, type AddingContext } from './useContext.ts';
import styles from './addHardware.module.css';

interface AddHardwareProps {
  readonly domain: DomainRef;
  /** What is proposed; a disk where nothing is said. */
  readonly device: NewDeviceId | undefined;
  readonly onClose: () => void;
}

export function AddHardware({ domain: ref, device, onClose }: AddHardwareProps): ReactElement {
  const { t } = useTranslation();
  const name = useDomain(ref)?.name ?? '';
  const [loaded, reload] = useAddingContext(ref);
  return (
    <Modal
      opened
      onClose={onClose}
      size={960}
      title={t('addHardware.title', { name })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
      classNames={{ body: styles.modal ?? '' }}
    >
      {loaded.kind === 'loading' && <Loader size="sm" m="md" aria-label={t('addHardware.loading')} />}
      {loaded.kind === 'failed' && <Problem error={loaded.error} onRetry={reload} />}
      {loaded.kind === 'loaded' && <Columns domain={ref} device={device} adding={loaded.value} onClose={onClose} />}
    </Modal>
  );
}

interface ColumnsProps extends AddHardwareProps {
  readonly adding: AddingContext;
}

function Columns({ domain, device: proposed = 'newDisk', adding, onClose }: ColumnsProps): ReactElement {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<NewDeviceId>(proposed);
  const [added, setAdded] = useState<readonly NewDeviceId[]>([]);
  const device = newDevices.find(({ id }) => id === chosen);
  return (
    <div className={styles.columns}>
      <EntryList context={adding.context} chosen={chosen} onChoose={setChosen} />
      <div className={styles.right}>
        {added.length > 0 && (
          <p role="status" className={styles.added}>
            {t('addHardware.added', { names: added.map((id) => t(`addHardware.entries.${id}.name`)).join(', ') })}
          </p>
        )}
        {device !== undefined && (
          // What was typed for one device is not for the next.
          <DeviceForm
            key={`${chosen} ${added.length}`}
            domain={domain}
            device={device}
            adding={adding}
            onClose={onClose}
            onAdded={(id) => setAdded([...added, id])}
          />
        )}
      </div>
    </div>
  );
}
