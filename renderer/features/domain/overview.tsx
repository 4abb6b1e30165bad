import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, type Domain, type DomainRef } from '../../../shared/model/domain.ts';
import { domainHref } from '../../../shared/model/route.ts';
import { diskSeries, Graphs, networkSeries } from '../../nouns/graphs.tsx';
import { useDomain, useHost } from '../../store/inventory.ts';
import { Addresses } from './addresses.tsx';
import { Facts } from './facts.tsx';
import { Screen } from './screen.tsx';
import styles from './overview.module.css';

/** Is it fine here? The screen, addresses, what the VM is, and how it does. */
export function DomainOverview({ host, uuid }: DomainRef): ReactElement | null {
  const domain = useDomain({ host, uuid });
  const connected = useHost(host)?.status.kind === 'connected';
  if (domain === undefined) return null;
  return (
    <div className={styles.page} data-stale={!connected}>
      <div className={styles.top}>
        <Screen domain={domain} connected={connected} consoleHref={domainHref({ host, uuid }, 'console')} />
        <Facts domain={domain} />
        <Addresses domain={domain} connected={connected} />
      </div>
      <VmGraphs domain={domain} connected={connected} />
    </div>
  );
}

function VmGraphs({ domain, connected }: { readonly domain: Domain; readonly connected: boolean }): ReactElement {
  const { t } = useTranslation();
  const { host, uuid } = domain;
  const memory = domain.memoryKiB?.maximum;
  const note = connected ? (isActive(domain) ? undefined : t('graph.off')) : t('graph.hostAway');
  return (
    <Graphs
      note={note}
      charts={[
        {
          host,
          uuid,
          label: t('graph.cpu'),
          unit: 'share',
          max: 1,
          series: [
            { column: 'guestCpu', label: t('graph.guestShare'), color: 1 },
            { column: 'hostCpu', label: t('graph.hostShare'), color: 2 },
          ],
        },
        {
          host,
          uuid,
          label: t('graph.memory'),
          unit: 'memory',
          ...(memory === undefined ? {} : { max: memory }),
          series: [{ column: 'memory', label: t('graph.used'), color: 3 }],
        },
        { host, uuid, label: t('graph.disk'), unit: 'bytes', series: diskSeries(t) },
        { host, uuid, label: t('graph.network'), unit: 'bits', series: networkSeries(t) },
      ]}
    />
  );
}
