/** Makes a disk larger, and the file system inside where the guest's agent can. */
import { Checkbox, Loader, NumberInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, type DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';
import { DiskModal } from './diskModal.tsx';
import { useDisk } from './useDisk.ts';

interface DiskDialogProps {
  readonly domain: DomainRef;
  readonly target: string;
  readonly onClose: () => void;
}

const GiB = 1024 ** 3;

export function GrowDisk({ domain: ref, target, onClose }: DiskDialogProps): ReactElement {
  const { t } = useTranslation();
  const { host, uuid } = ref;
  const domain = useDomain(ref);
  const disk = useDisk(ref, target);
  const now = disk.kind === 'loaded' ? (disk.value?.capacityBytes ?? 0) : 0;
  const [typed, setTyped] = useState<number>();
  const [fileSystem, setFileSystem] = useState(true);
  const running = domain !== undefined && isActive(domain);
  const gib = typed ?? Math.ceil(now / GiB) + 10;
  const capacityBytes = Math.round(gib * GiB);
  const tooSmall = typed !== undefined && capacityBytes < now;
  return (
    <DiskModal
      title={t('disk.growTitle', { target, name: domain?.name ?? '' })}
      submitLabel={t('disk.grow')}
      disabled={disk.kind !== 'loaded' || capacityBytes <= now}
      onSubmit={() => api.disk.resize({ host, uuid, target, capacityBytes, fileSystem: running && fileSystem })}
      onClose={onClose}
    >
      {disk.kind === 'loading' && <Loader size="sm" aria-label={t('disk.reading')} />}
      {disk.kind === 'failed' && <Problem error={disk.error} />}
      <NumberInput
        data-autofocus
        label={t('disk.newSize')}
        description={t('disk.sizeNow', { size: formatValue('memory', now / 1024) })}
        suffix=" GiB"
        min={0}
        value={gib}
        onChange={(value) => setTyped(typeof value === 'number' ? value : 0)}
        {...(tooSmall && { error: t('disk.onlyLarger') })}
      />
      {running && (
        <Checkbox
          mt="sm"
          label={t('disk.fileSystem')}
          description={t('disk.fileSystemHint')}
          checked={fileSystem}
          onChange={(event) => setFileSystem(event.currentTarget.checked)}
        />
      )}
    </DiskModal>
  );
}
