/** Moves a disk's image to another pool; while the guest runs it notices nothing. */
import { Checkbox, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { newImageFormat, type StoragePool, type VolumeFormat } from '../../../shared/model/storagePool.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { useLoaded } from '../../nouns/loaded.ts';
import { InactivePools } from '../../nouns/inactivePools.tsx';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';
import { DiskModal } from './diskModal.tsx';
import { useDisk } from './useDisk.ts';

interface DiskDialogProps {
  readonly domain: DomainRef;
  readonly target: string;
  readonly onClose: () => void;
}

export function MoveDisk({ domain: ref, target, onClose }: DiskDialogProps): ReactElement {
  const { t } = useTranslation();
  const { host, uuid } = ref;
  const domain = useDomain(ref);
  const name = domain?.name ?? '';
  const disk = useDisk(ref, target);
  const [pools, reload] = useLoaded(host, '', (signal) => api.storagePool.list({ host }, { signal }));
  const all = pools.kind === 'loaded' ? pools.value.items : [];
  const listed = all.filter(({ state }) => state === 'running');
  const [pool, setPool] = useState<string | null>(null);
  const [wanted, setWanted] = useState<VolumeFormat>('qcow2');
  const [volume, setVolume] = useState<string>();
  const [deleteSource, setDeleteSource] = useState(false);
  const [limit, setLimit] = useState(0);
  const chosen = listed.find((each) => each.name === pool);
  const { offered, format, ending } = newImageFormat(chosen, wanted);
  const image = volume ?? `${name}-${target}${ending}`;
  const source = disk.kind === 'loaded' ? disk.value?.chain[0]?.source : undefined;
  return (
    <DiskModal
      title={t('disk.moveTitle', { target, name })}
      submitLabel={t('disk.move')}
      disabled={pool === null || image === '' || image.includes('/')}
      onSubmit={() =>
        api.disk.move({ host, uuid, target, pool: pool ?? '', volume: image, format, deleteSource, limit })
      }
      onClose={onClose}
    >
      {pools.kind === 'failed' && <Problem error={pools.error} />}
      {pools.kind === 'loaded' && pools.value.kind === 'unavailable' && <Problem error={pools.value.error} />}
      {source !== undefined && <p>{t('disk.source', { source })}</p>}
      <Select
        data-autofocus
        openOnFocus={false}
        label={t('disk.pool')}
        placeholder={t('disk.choosePool')}
        data={listed.map((each) => ({ value: each.name, label: poolLabel(each) }))}
        value={pool}
        onChange={setPool}
      />
      <InactivePools host={host} pools={all} onStarted={reload} />
      <Group grow mt="sm" align="start">
        <TextInput label={t('disk.volume')} value={image} onChange={(event) => setVolume(event.currentTarget.value)} />
        <Select
          label={t('disk.format')}
          data={[...offered]}
          allowDeselect={false}
          value={format}
          onChange={(value) => setWanted(value === 'raw' ? 'raw' : 'qcow2')}
        />
      </Group>
      <NumberInput
        mt="sm"
        label={t('disk.limit')}
        description={t('disk.limitHint')}
        suffix=" MiB/s"
        min={0}
        value={limit}
        onChange={(value) => setLimit(typeof value === 'number' ? value : 0)}
      />
      <Checkbox
        mt="sm"
        label={t('disk.deleteSource')}
        checked={deleteSource}
        onChange={(event) => setDeleteSource(event.currentTarget.checked)}
      />
    </DiskModal>
  );
}

const poolLabel = ({ name, availableBytes }: StoragePool): string =>
  `${name} · ${formatValue('memory', availableBytes / 1024)}`;
