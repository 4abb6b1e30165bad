/** Chooses an image that a pool has. */
import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../../../shared/model/host.ts';
import type { StorageVolume } from '../../../../shared/model/storageVolume.ts';
import { api } from '../../../backend.ts';
import { formatValue } from '../../../components/chartUnits.ts';
import { FormField, FormFields } from '../../../components/formRow.tsx';
import { useLoaded } from '../../../nouns/loaded.ts';
import { ProblemLine } from '../../../nouns/problem.tsx';
import { Choose } from './choose.tsx';
import type { Offers } from './offers.ts';
import { useUnusableWords } from './unusable.ts';
import styles from './hardwareStep.module.css';

interface VolumeChoiceProps {
  /** Whose volumes are offered; others have theirs, or the dry run says so. */
  readonly host: HostId | undefined;
  readonly offers: Offers;
  /** What it is chosen for. */
  readonly label: string;
  /** CD images, or images of disks. */
  readonly media: boolean;
  readonly pool: string;
  readonly volume: string;
  readonly onChange: (pool: string, volume: string) => void;
}

const isMedium = ({ name, format }: StorageVolume): boolean => format === 'iso' || /\.iso$/i.test(name);

export function VolumeChoice(props: VolumeChoiceProps): ReactElement {
  const { t } = useTranslation();
  const { host, offers, label, media, pool, volume, onChange } = props;
  const why = useUnusableWords();
  const usable = offers.pools.find(({ name }) => name === pool)?.unusable === undefined && pool !== '';
  const [loaded] = useLoaded(`${host ?? ''} ${pool}`, String(usable), async (signal) =>
    host === undefined || !usable ? [] : (await api.storageVolume.list({ host, pool }, { signal })).items,
  );
  const volumes = loaded.kind === 'loaded' ? loaded.value : [];
  const shown = volumes.filter((each) => (media ? isMedium(each) : !isMedium(each) && each.type !== 'dir'));
  const missing = volume === '' || shown.some(({ name }) => name === volume) ? [] : [volume];
  const unusable = new Map(offers.pools.map((each) => [each.name, each.unusable]));
  return (
    <FormFields>
      <FormField label={t('creation.hardware.pool')}>
        <Choose
          width={170}
          label={t('creation.hardware.poolOf', { device: label })}
          options={offers.pools.map(({ name }) => name)}
          value={pool === '' ? undefined : pool}
          why={(name) => why(unusable.get(name))}
          onChange={(name) => onChange(name, '')}
        />
      </FormField>
      <FormField grow label={t('creation.hardware.image')}>
        <Select
          searchable
          aria-label={t('creation.hardware.imageOf', { device: label })}
          placeholder={t('creation.hardware.chooseImage')}
          nothingFoundMessage={t('creation.hardware.noImages')}
          allowDeselect={false}
          maxDropdownHeight={320}
          data={[
            ...missing.map((name) => ({ value: name, label: name })),
            ...shown.map((each) => ({
              value: each.name,
              label: each.name,
              disabled: !media && each.usedBy.length > 0,
            })),
          ]}
          value={volume === '' ? null : volume}
          renderOption={({ option }) => (
            <Image volume={shown.find(({ name }) => name === option.value)} name={option.value} />
          )}
          onChange={(name) => name !== null && onChange(pool, name)}
        />
        {loaded.kind === 'failed' && <ProblemLine error={loaded.error} />}
      </FormField>
    </FormFields>
  );
}

function Image({ volume, name }: { readonly volume: StorageVolume | undefined; readonly name: string }): ReactElement {
  const { t } = useTranslation();
  const notes =
    volume === undefined
      ? []
      : [
          ...(volume.format === undefined ? [] : [volume.format]),
          formatValue('memory', volume.capacityBytes / 1024),
          ...(volume.usedBy.length === 0 ? [] : [t('creation.hardware.usedBy', { names: volume.usedBy.join(', ') })]),
        ];
  return (
    <span className={styles.option}>
      <span>{name}</span>
      <span className={styles.quiet}>{notes.join(' · ')}</span>
    </span>
  );
}
