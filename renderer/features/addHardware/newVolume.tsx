/** Asks what image is made for a new disk. */
import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../../shared/model/host.ts';
import { newImageFormat, type StoragePool, type VolumeFormat } from '../../../shared/model/storagePool.ts';
import type { StorageVolume } from '../../../shared/model/storageVolume.ts';
import { api } from '../../backend.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { useLoaded, type Loaded } from '../../nouns/loaded.ts';
import { InactivePools } from '../../nouns/inactivePools.tsx';
import { Problem } from '../../nouns/problem.tsx';
import styles from './addHardware.module.css';

/** What is not said yet follows from the pool, the VM's name and the disk's. */
export interface VolumeDraft {
  readonly pool?: string;
  readonly name?: string;
  readonly gib: number;
  /** What is wanted; the pool may hold others only. */
  readonly format: VolumeFormat;
  /** Reserved on the host at once. */
  readonly whole: boolean;
}

export const firstVolume: VolumeDraft = { gib: 20, format: 'qcow2', whole: false };

const GiB = 1024 ** 3;

export interface NewVolume {
  readonly pools: Loaded<readonly StoragePool[]>;
  readonly pool: StoragePool | undefined;
  /** Those that are not active, too. */
  readonly all: readonly StoragePool[];
  readonly reload: () => void;
  readonly formats: readonly VolumeFormat[];
  readonly format: VolumeFormat;
  readonly name: string;
  readonly nameTaken: boolean;
  readonly capacityBytes: number;
  readonly draft: VolumeDraft;
  readonly ready: boolean;
}

/** @param stem of the name that is proposed: VM and disk */
export function useNewVolume(host: HostId, stem: string, draft: VolumeDraft): NewVolume {
  const [listed, reload] = useLoaded(
    host,
    '',
    async (signal) => (await api.storagePool.list({ host }, { signal })).items,
  );
  const all = listed.kind === 'loaded' ? listed.value : [];
  const pools = all.filter(({ state }) => state === 'running');
  const pool = pools.find(({ name }) => name === draft.pool) ?? pools[0];
  const [volumes] = useLoaded(`${host} ${pool?.name ?? ''}`, '', async (signal): Promise<readonly StorageVolume[]> =>
    pool === undefined ? [] : (await api.storageVolume.list({ host, pool: pool.name }, { signal })).items,
  );
  const taken = volumes.kind === 'loaded' ? volumes.value.map((each) => each.name) : [];
  const { offered: formats, format, ending } = newImageFormat(pool, draft.format);
  const name = draft.name ?? freeVolumeName(taken, stem, ending);
  const capacityBytes = Math.round(draft.gib * GiB);
  const nameTaken = taken.includes(name);
  const ready = pool !== undefined && name !== '' && !name.includes('/') && !nameTaken && capacityBytes > 0;
  const shown: Loaded<readonly StoragePool[]> = listed.kind === 'loaded' ? { kind: 'loaded', value: pools } : listed;
  return { pools: shown, pool, all, reload, formats, format, name, nameTaken, capacityBytes, draft, ready };
}

/** `web-vdb.qcow2`, or with the first number that no volume of the pool has. */
function freeVolumeName(taken: readonly string[], stem: string, ending: string): string {
  let name = `${stem}${ending}`;
  for (let count = 2; taken.includes(name); count++) name = `${stem}-${count}${ending}`;
  return name;
}

interface NewVolumeFieldsProps {
  readonly host: HostId;
  readonly volume: NewVolume;
  readonly onChange: (draft: VolumeDraft) => void;
}

export function NewVolumeFields({ host, volume, onChange }: NewVolumeFieldsProps): ReactElement {
  const { t } = useTranslation();
  const { pools, pool, name, draft } = volume;
  if (pools.kind === 'failed') return <Problem error={pools.error} />;
  const free = pool?.availableBytes ?? 0;
  const tooBig = pool !== undefined && volume.capacityBytes > free;
  const labelOf = ({ name: title, availableBytes }: StoragePool): string =>
    `${title} · ${t('addHardware.volume.free', { size: formatValue('memory', availableBytes / 1024) })}`;
  const nameError = volume.nameTaken ? 'nameTaken' : name.includes('/') ? 'nameSlash' : undefined;
  return (
    <div className={styles.fields}>
      <Select
        size="xs"
        label={t('addHardware.volume.pool')}
        {...(pools.kind === 'loaded' && pool === undefined && { error: t('addHardware.volume.noPool') })}
        data={pools.kind === 'loaded' ? pools.value.map((each) => ({ value: each.name, label: labelOf(each) })) : []}
        value={pool?.name ?? null}
        allowDeselect={false}
        onChange={(chosen) => chosen !== null && onChange({ ...draft, pool: chosen })}
      />
      <NumberInput
        size="xs"
        label={t('addHardware.volume.size')}
        suffix=" GiB"
        min={0}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...(tooBig && !draft.whole && { description: t('addHardware.volume.overcommitted') })}
        {...(tooBig && draft.whole && { error: t('addHardware.volume.tooBig') })}
        value={draft.gib}
        onChange={(gib) => onChange({ ...draft, gib: typeof gib === 'number' ? gib : 0 })}
      />
      <TextInput
        size="xs"
        label={t('addHardware.volume.name')}
        value={name}
        {...(nameError && { error: t(`addHardware.volume.${nameError}`) })}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <Select
        size="xs"
        label={t('addHardware.volume.format')}
        data={[...volume.formats]}
        value={volume.format}
        allowDeselect={false}
        onChange={(format) => onChange({ ...draft, format: format === 'raw' ? 'raw' : 'qcow2' })}
      />
      <Checkbox
        size="xs"
        className={styles.wide}
        label={t('addHardware.volume.whole')}
        checked={draft.whole}
        onChange={(event) => onChange({ ...draft, whole: event.currentTarget.checked })}
      />
      <InactivePools host={host} pools={volume.all} onStarted={volume.reload} />
    </div>
  );
}
