/** Browses the images of a host: found by name or pool, chosen with the arrow keys or a click. */
import { ActionIcon, TextInput } from '@mantine/core';
import { RefreshCw, Search } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { StorageVolume } from '../../shared/model/storageVolume.ts';
import { formatValue } from '../components/chartUnits.ts';
import styles from './volumeList.module.css';

export type VolumeName = Pick<StorageVolume, 'pool' | 'name'>;

interface VolumeListProps {
  readonly label: string;
  readonly volumes: readonly StorageVolume[];
  readonly chosen: VolumeName | undefined;
  readonly onChoose: (volume: StorageVolume) => void;
  /** What is said where there is none. */
  readonly empty: string;
  /** Makes the host look again. */
  readonly onRefresh: () => void;
}

const same = (a: VolumeName, b: VolumeName | undefined): boolean => a.pool === b?.pool && a.name === b.name;

export function VolumeList({ label, volumes, chosen, onChoose, empty, onRefresh }: VolumeListProps): ReactElement {
  const { t } = useTranslation();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const shown = volumes.filter(({ name, pool }) => `${pool}/${name}`.toLowerCase().includes(wanted));
  const at = shown.findIndex((volume) => same(volume, chosen));
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || (event.target instanceof HTMLInputElement && /Home|End/.test(event.key)))
      return;
    event.preventDefault();
    const next = shown[Math.min(Math.max(to, 0), shown.length - 1)];
    if (next === undefined) return;
    onChoose(next);
    list.current?.querySelector(`[data-at="${shown.indexOf(next)}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div className={styles.frame}>
      <TextInput
        className={styles.filter}
        leftSection={<Search size={13} aria-hidden />}
        rightSection={
          <ActionIcon
            size="sm"
            aria-label={t('storageVolume.list.refresh')}
            title={t('storageVolume.list.refresh')}
            onClick={onRefresh}
          >
            <RefreshCw size={13} aria-hidden />
          </ActionIcon>
        }
        aria-label={t('storageVolume.list.filter')}
        placeholder={t('storageVolume.list.filter')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        className={styles.list}
        onKeyDown={onKeyDown}
      >
        {shown.map((volume, index) => (
          // The list has the keyboard: arrows choose, as in any list box.
          <div
            key={`${volume.pool}/${volume.name}`}
            id={`${id}-${index}`}
            data-at={index}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.row}
            onClick={() => onChoose(volume)}
          >
            <span className={styles.name}>{volume.name}</span>
            <span className={styles.quiet}>{volume.pool}</span>
            <span className={styles.quiet}>{volume.format ?? ''}</span>
            <span className={styles.size}>{formatValue('memory', volume.capacityBytes / 1024)}</span>
            <span className={styles.used} title={volume.usedBy.join(', ')}>
              {volume.usedBy.length > 0 && t('storageVolume.list.usedBy', { names: volume.usedBy.join(', ') })}
            </span>
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <p className={styles.empty}>{volumes.length === 0 ? empty : t('storageVolume.list.nothing')}</p>
      )}
    </div>
  );
}
