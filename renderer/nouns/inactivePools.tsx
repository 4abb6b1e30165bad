/** Pools that are not active, whose images can't be chosen until they are: each with a button that starts it. */
import { Button } from '@mantine/core';
import { Play } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../shared/model/host.ts';
import type { StoragePool } from '../../shared/model/storagePool.ts';
import { api } from '../backend.ts';
import { useRecordsOf } from '../store/inventory.ts';
import { showFailure } from './runVerb.ts';
import { taskEnded } from './taskEnd.ts';
import styles from './inactivePools.module.css';

interface InactivePoolsProps {
  readonly host: HostId;
  /** All there are. */
  readonly pools: readonly StoragePool[];
  readonly onStarted: () => void;
}

export function InactivePools({ host, pools, onStarted }: InactivePoolsProps): ReactElement | null {
  const { t } = useTranslation();
  const inactive = pools.filter(({ state }) => state === 'inactive').map(({ name }) => name);
  if (inactive.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('storagePool.inactiveList')}>
      {inactive.map((pool) => (
        <li key={pool}>
          {t('storagePool.inactive', { pool })} <StartPool host={host} pool={pool} onStarted={onStarted} />
        </li>
      ))}
    </ul>
  );
}

interface StartPoolProps {
  readonly host: HostId;
  readonly pool: string;
  readonly onStarted: () => void;
}

export function StartPool({ host, pool, onStarted }: StartPoolProps): ReactElement {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const id = useRecordsOf('storagePool', host).find(({ name }) => name === pool)?.uuid;
  const start = async (): Promise<void> => {
    if (id === undefined) return;
    setBusy(true);
    try {
      const { state } = await taskEnded(await api.storagePool.start({ host, id }));
      if (state === 'done') onStarted();
    } catch (thrown) {
      showFailure(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<Play size={11} aria-hidden />}
      disabled={id === undefined}
      loading={busy}
      aria-label={t('storagePool.startNamed', { pool })}
      onClick={() => void start()}
    >
      {t('storagePool.start')}
    </Button>
  );
}
