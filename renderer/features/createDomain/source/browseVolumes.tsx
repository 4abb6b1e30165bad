import { Loader } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../../../shared/model/host.ts';
import type { StorageVolume } from '../../../../shared/model/storageVolume.ts';
import { api } from '../../../backend.ts';
import { InactivePools } from '../../../nouns/inactivePools.tsx';
import { Problem } from '../../../nouns/problem.tsx';
import { VolumeList, type VolumeName } from '../../../nouns/volumeList.tsx';
import { isDiskImage, isMedium, useStorage, type HostStorage } from '../../../nouns/volumes.ts';

interface BrowseVolumesProps {
  readonly host: HostId;
  /** ISO images; otherwise images of disks. */
  readonly media: boolean;
  readonly chosen: VolumeName | undefined;
  readonly onChoose: (volume: StorageVolume) => void;
}

/** The images in the pools of the host that is chosen first. */
export function BrowseVolumes({ host, media, chosen, onChoose }: BrowseVolumesProps): ReactElement {
  const { t } = useTranslation();
  const [storage, reload] = useStorage(host);
  const refresh = async (pools: HostStorage['pools']): Promise<void> => {
    await Promise.allSettled(pools.map(({ name }) => api.storagePool.look({ host, pool: name })));
    reload();
  };
  if (storage.kind === 'loading') return <Loader size="sm" m="md" aria-label={t('createDomain.image.reading')} />;
  if (storage.kind === 'failed') return <Problem error={storage.error} onRetry={reload} />;
  return (
    <>
      <VolumeList
        label={t(media ? 'createDomain.image.media' : 'createDomain.image.disks')}
        volumes={storage.value.volumes.filter(media ? isMedium : isDiskImage)}
        chosen={chosen}
        onChoose={onChoose}
        onRefresh={() => void refresh(storage.value.pools)}
        empty={t(media ? 'createDomain.image.noMedia' : 'createDomain.image.noDisks')}
      />
      <InactivePools host={host} pools={storage.value.inactive} onStarted={reload} />
    </>
  );
}
