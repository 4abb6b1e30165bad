/** Why there is nothing in the table, and what to do about it. */
import { Button } from '@mantine/core';
import { Monitor, Plus, Server } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../../shared/model/host.ts';
import { openDialog } from '../../store/dialogs.ts';
import { useHosts, useIsLoaded } from '../../store/inventory.ts';
import styles from './fleet.module.css';

interface EmptyTableProps {
  readonly filtered: boolean;
  readonly host?: HostId;
}

export function EmptyTable({ filtered, host }: EmptyTableProps): ReactElement | null {
  const { t } = useTranslation();
  const loaded = useIsLoaded('domain');
  const hosts = useHosts();
  const shown = hosts.filter(({ id }) => host === undefined || id === host);
  if (!loaded) return <p className={styles.empty}>{t('domain.empty.loading')}</p>;
  if (filtered) return <p className={styles.empty}>{t('domain.empty.filtered')}</p>;
  if (hosts.length === 0) return <NoHosts />;
  const connecting = shown.some(({ status }) => status.kind === 'connecting');
  const connected = shown.some(({ status }) => status.kind === 'connected');
  if (connecting || !connected)
    return <p className={styles.empty}>{t(connecting ? 'domain.empty.connecting' : 'domain.empty.away')}</p>;
  return (
    <div className={styles.welcome}>
      <Monitor size={34} aria-hidden strokeWidth={1.3} />
      <p>{t('domain.empty.noDomains')}</p>
      <Button
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => openDialog({ kind: 'createDomain', ...(host !== undefined && { host }) })}
      >
        {t('domain.empty.create')}
      </Button>
    </div>
  );
}

/** The very beginning. */
export function NoHosts(): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.welcome}>
      <Server size={34} aria-hidden strokeWidth={1.3} />
      <h2>{t('domain.empty.noHosts')}</h2>
      <p>{t('domain.empty.noHostsHint')}</p>
      <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => openDialog({ kind: 'host' })}>
        {t('shell.addHost')}
      </Button>
    </div>
  );
}
