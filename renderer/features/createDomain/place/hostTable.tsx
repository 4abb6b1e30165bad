/** The hosts to choose from: the room each has, and why one can't take the VMs. */
import { Checkbox } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, type Domain } from '../../../../shared/model/domain.ts';
import type { Host } from '../../../../shared/model/host.ts';
import { api } from '../../../backend.ts';
import { formatValue } from '../../../components/chartUnits.ts';
import { useLoaded } from '../../../nouns/loaded.ts';
import { HostIcon } from '../../../nouns/statusIcon.tsx';
import { StatText } from '../../../nouns/stats.tsx';
import { useDomainsOf, useHosts } from '../../../store/inventory.ts';
import { proposedPool } from '../draft.ts';
import type { CreationState } from '../useCreationDraft.ts';
import { whyNot } from './whyNot.ts';
import styles from './place.module.css';

export function HostTable({ state }: { readonly state: CreationState }): ReactElement {
  const { t } = useTranslation();
  const hosts = useHosts();
  const { draft, change } = state;
  const toggle = (id: string): void => {
    const without = draft.hosts.filter((each) => each !== id);
    // In the order of the table: they take turns.
    const chosen = hosts.map((host) => host.id).filter((each) => each === id || draft.hosts.includes(each));
    change({ hosts: without.length < draft.hosts.length ? without : chosen });
  };
  return (
    <table className={styles.hosts} aria-label={t('createDomain.place.hosts')}>
      <thead>
        <tr>
          <th>{t('createDomain.place.host')}</th>
          <th className={styles.right}>{t('createDomain.place.cpus')}</th>
          <th className={styles.right}>{t('createDomain.place.memory')}</th>
          <th className={styles.right}>{t('createDomain.place.storage')}</th>
        </tr>
      </thead>
      <tbody>
        {hosts.map((host) => (
          <HostRow
            key={host.id}
            host={host}
            arch={draft.hardware?.arch}
            pool={proposedPool(draft)}
            chosen={draft.hosts.includes(host.id)}
            onToggle={() => toggle(host.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface HostRowProps {
  readonly host: Host;
  readonly arch: string | undefined;
  readonly pool: string | undefined;
  readonly chosen: boolean;
  readonly onToggle: () => void;
}

function HostRow({ host, arch, pool, chosen, onToggle }: HostRowProps): ReactElement {
  const { t } = useTranslation();
  const reason = whyNot(host, arch);
  return (
    <tr data-chosen={chosen}>
      <td>
        <span className={styles.host}>
          <Checkbox
            size="xs"
            checked={chosen}
            // One that was chosen and has gone away can be let go.
            disabled={reason !== undefined && !chosen}
            aria-label={host.config.name}
            onChange={onToggle}
          />
          <HostIcon status={host.status} />
          <span className={styles.hostName}>{host.config.name}</span>
        </span>
      </td>
      {reason === undefined ? (
        <Room host={host} pool={pool} />
      ) : (
        <td colSpan={3} className={styles.reason}>
          {t(`createDomain.place.whyNot.${reason.id}`, { arch: reason.arch })}
        </td>
      )}
    </tr>
  );
}

function Room({ host, pool }: { readonly host: Host; readonly pool: string | undefined }): ReactElement {
  const { t } = useTranslation();
  const domains = useDomainsOf(host.id);
  const vcpus = useMemo(() => domains.reduce((sum, each) => sum + vcpusOf(each), 0), [domains]);
  const { facts } = host;
  return (
    <>
      <td className={styles.right}>
        {facts && t('createDomain.place.cpusTaken', { vcpus, threads: facts.cpu.threads })}
      </td>
      <td className={styles.right}>
        {facts && (
          <>
            <StatText
              host={host.id}
              column="memory"
              format={(used) => formatValue('memory', Math.max(0, facts.memoryKiB - used))}
            />{' '}
            <span className={styles.quiet}>
              {t('createDomain.place.of', { total: formatValue('memory', facts.memoryKiB) })}
            </span>
          </>
        )}
      </td>
      <PoolRoom host={host.id} pool={pool} />
    </>
  );
}

const vcpusOf = (domain: Domain): number => (isActive(domain) ? (domain.vcpus?.current ?? 0) : 0);

/** Of the pool that is proposed, or of the roomiest. */
function PoolRoom({ host, pool }: { readonly host: string; readonly pool: string | undefined }): ReactElement {
  const { t } = useTranslation();
  const [loaded] = useLoaded(host, '', (signal) => api.storagePool.list({ host }, { signal }));
  if (loaded.kind !== 'loaded') return <td className={styles.right}>{loaded.kind === 'loading' ? '…' : '—'}</td>;
  const running = loaded.value.items.filter(({ state }) => state === 'running');
  const roomiest = running.toSorted((a, b) => b.availableBytes - a.availableBytes)[0];
  const shown = running.find(({ name }) => name === pool) ?? roomiest;
  return (
    <td className={styles.right}>
      {shown === undefined ? (
        <span className={styles.reason}>{t('createDomain.place.noPool')}</span>
      ) : (
        <>
          {formatValue('memory', shown.availableBytes / 1024)}{' '}
          <span className={styles.quiet}>{t('createDomain.place.inPool', { pool: shown.name })}</span>
        </>
      )}
    </td>
  );
}
