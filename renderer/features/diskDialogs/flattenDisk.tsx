/** Asks before everything below a disk's top image is pulled into it. */
import { Loader } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';
import { DiskModal } from './diskModal.tsx';
import { useDisk } from './useDisk.ts';
import styles from './diskDialogs.module.css';

interface DiskDialogProps {
  readonly domain: DomainRef;
  readonly target: string;
  readonly onClose: () => void;
}

export function FlattenDisk({ domain: ref, target, onClose }: DiskDialogProps): ReactElement {
  const { t } = useTranslation();
  const { host, uuid } = ref;
  const domain = useDomain(ref);
  const disk = useDisk(ref, target);
  const chain = disk.kind === 'loaded' ? (disk.value?.chain ?? []) : [];
  return (
    <DiskModal
      title={t('disk.flattenTitle', { target, name: domain?.name ?? '' })}
      submitLabel={t('disk.flatten')}
      disabled={chain.length < 2}
      onSubmit={() => api.disk.flatten({ host, uuid, target })}
      onClose={onClose}
    >
      {disk.kind === 'loading' && <Loader size="sm" aria-label={t('disk.reading')} />}
      {disk.kind === 'failed' && <Problem error={disk.error} />}
      {disk.kind === 'loaded' && (
        <p>{t(chain.length < 2 ? 'disk.standsAlone' : 'disk.flattenConsequence', { target })}</p>
      )}
      <ol className={styles.chain}>
        {chain.map(({ source }) => (
          <li key={source}>{source}</li>
        ))}
      </ol>
    </DiskModal>
  );
}
