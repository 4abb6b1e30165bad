/** Chooses an image of the host's pools. */
import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../../shared/model/host.ts';
import type { DeviceValues } from '../../../shared/model/newDevice/newDevice.ts';
import { volumeValues } from '../../../shared/model/newDevice/picked.ts';
import type { StorageVolume } from '../../../shared/model/storageVolume.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { InactivePools } from '../../nouns/inactivePools.tsx';
import { Problem } from '../../nouns/problem.tsx';
import { isDiskImage, isMedium, useStorage } from '../../nouns/volumes.ts';
import styles from './addHardware.module.css';

interface PickVolumeProps {
  readonly host: HostId;
  /** Images of CDs and floppies, or of disks. */
  readonly media: boolean;
  readonly values: DeviceValues;
  readonly onPick: (values: DeviceValues) => void;
}

export function PickVolume({ host, media, values, onPick }: PickVolumeProps): ReactElement {
  const { t } = useTranslation();
  const [loaded, reload] = useStorage(host);
  if (loaded.kind === 'failed') return <Problem error={loaded.error} />;
  const volumes = loaded.kind === 'loaded' ? loaded.value.volumes : [];
  const shown = volumes.filter(media ? isMedium : isDiskImage);
  const byPath = new Map(shown.map((volume) => [volume.path, volume]));
  const chosen = shown.find((volume) => isNamed(volume, values));
  const groups = [...new Set(shown.map(({ pool }) => pool))].map((pool) => ({
    group: pool,
    items: shown.filter((each) => each.pool === pool).map(({ path, name }) => ({ value: path, label: name })),
  }));
  const users = chosen?.usedBy ?? [];
  const inactive = loaded.kind === 'loaded' ? loaded.value.inactive : [];
  return (
    <>
      <Select
        size="xs"
        searchable
        clearable={media}
        className={styles.wide}
        label={t(media ? 'addHardware.pick.medium' : 'addHardware.pick.volume')}
        placeholder={t(media ? 'addHardware.pick.empty' : 'addHardware.pick.choose')}
        nothingFoundMessage={t('addHardware.pick.noVolumes')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...(!media && users.length > 0 && { error: t('addHardware.pick.usedBy', { names: users.join(', ') }) })}
        data={groups}
        value={chosen?.path ?? null}
        renderOption={({ option }) => <VolumeOption volume={byPath.get(option.value)} />}
        onChange={(path) => {
          const volume = path === null ? undefined : byPath.get(path);
          onPick(volume === undefined ? { file: null, dev: null, pool: null, volume: null } : volumeValues(volume));
        }}
      />
      <InactivePools host={host} pools={inactive} onStarted={reload} />
    </>
  );
}

const isNamed = ({ path, pool, name }: StorageVolume, values: DeviceValues): boolean =>
  values['file'] === path || values['dev'] === path || (values['pool'] === pool && values['volume'] === name);

function VolumeOption({ volume }: { readonly volume: StorageVolume | undefined }): ReactElement {
  const { t } = useTranslation();
  if (volume === undefined) return <span />;
  const { name, format, capacityBytes, usedBy } = volume;
  const notes = [
    ...(format === undefined ? [] : [format]),
    formatValue('memory', capacityBytes / 1024),
    ...(usedBy.length === 0 ? [] : [t('addHardware.pick.usedBy', { names: usedBy.join(', ') })]),
  ];
  return (
    <span>
      {name} <span className={styles.quiet}>{notes.join(' · ')}</span>
    </span>
  );
}
