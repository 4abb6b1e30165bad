/** Where an uploaded or downloaded image is put, and what it must be. */
import { Select, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../backend.ts';
import { formatValue } from '../../../components/chartUnits.ts';
import { useLoaded } from '../../../nouns/loaded.ts';
import { proposedPool } from '../draft.ts';
import { useErrorAt } from '../problems.tsx';
import type { ImageEdit } from './imageEdit.ts';
import styles from './source.module.css';

interface TargetFieldsProps extends ImageEdit {
  /** That the volume gets unless told otherwise. */
  readonly name: string;
}

export function TargetFields({ state, image, onChange, name }: TargetFieldsProps): ReactElement {
  const { t } = useTranslation();
  const errorAt = useErrorAt(state.problems);
  const sumWrong = image.sha256.trim() !== '' && !/^[0-9a-f]{64}$/i.test(image.sha256.trim());
  return (
    <div className={styles.grid}>
      <PoolSelect
        host={state.draft.hosts[0] ?? ''}
        label={t('createDomain.image.pool')}
        value={image.pool ?? proposedPool(state.draft)}
        onChange={(pool) => onChange({ pool })}
      />
      <TextInput
        label={t('createDomain.image.name')}
        value={image.name ?? name}
        error={errorAt('source.image.volume')}
        spellCheck={false}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        className={styles.wide}
        label={t('createDomain.image.sha256')}
        description={t('createDomain.image.sha256Hint')}
        value={image.sha256}
        {...(sumWrong && { error: t('createDomain.image.sha256Wrong') })}
        spellCheck={false}
        onChange={(event) => onChange({ sha256: event.currentTarget.value })}
      />
    </div>
  );
}

interface PoolSelectProps {
  readonly host: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (pool: string) => void;
}

/** A running pool of the host, with the room it has. */
export function PoolSelect({ host, label, value, onChange }: PoolSelectProps): ReactElement {
  const { t } = useTranslation();
  const [listed] = useLoaded(host, '', (signal) => api.storagePool.list({ host }, { signal }));
  const pools = listed.kind === 'loaded' ? listed.value.items.filter(({ state }) => state === 'running') : [];
  const unknown = value !== undefined && !pools.some(({ name }) => name === value);
  return (
    <Select
      label={label}
      data={[
        ...(unknown ? [{ value, label: value }] : []),
        ...pools.map(({ name, availableBytes }) => ({
          value: name,
          label: t('createDomain.image.poolRoom', { name, size: formatValue('memory', availableBytes / 1024) }),
        })),
      ]}
      value={value ?? null}
      allowDeselect={false}
      onChange={(pool) => pool !== null && onChange(pool)}
    />
  );
}
