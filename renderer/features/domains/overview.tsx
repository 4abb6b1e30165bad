import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, type Domain, type DomainRef } from '../../../shared/model/domain.ts';
import { ChartRangePicker, type ChartRange } from '../../components/chart.tsx';
import { LiveChart } from '../../nouns/stats.tsx';
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
        <Screen domain={domain} connected={connected} consoleHref={`#/vm/${host}/${uuid}/console`} />
        <Facts domain={domain} />
        <Addresses domain={domain} connected={connected} />
      </div>
      <Graphs domain={domain} connected={connected} />
    </div>
  );
}

function Graphs({ domain, connected }: { readonly domain: Domain; readonly connected: boolean }): ReactElement {
  const { t } = useTranslation();
  const [range, setRange] = useState<ChartRange>('5m');
  const { host, uuid } = domain;
  const chart = { host, uuid, range, height: 170 } as const;
  const memory = domain.memoryKiB?.maximum;
  return (
    <section aria-labelledby="graphs-heading">
      <div className={styles.graphsHead}>
        <h2 id="graphs-heading">{t('graph.title')}</h2>
        {!isActive(domain.state) && connected && <span className={styles.quiet}>{t('graph.off')}</span>}
        {!connected && <span className={styles.quiet}>{t('graph.hostAway')}</span>}
        <ChartRangePicker value={range} onChange={setRange} />
      </div>
      <div className={styles.graphs}>
        <LiveChart
          {...chart}
          label={t('graph.cpu')}
          unit="share"
          max={1}
          series={[
            { column: 'guestCpu', label: t('graph.guestShare'), color: 1 },
            { column: 'hostCpu', label: t('graph.hostShare'), color: 2 },
          ]}
        />
        <LiveChart
          {...chart}
          label={t('graph.memory')}
          unit="memory"
          {...(memory === undefined ? {} : { max: memory })}
          series={[{ column: 'memory', label: t('graph.used'), color: 3 }]}
        />
        <LiveChart
          {...chart}
          label={t('graph.disk')}
          unit="bytes"
          series={[
            { column: 'diskRead', label: t('graph.read'), color: 4 },
            { column: 'diskWrite', label: t('graph.write'), color: 5 },
          ]}
        />
        <LiveChart
          {...chart}
          label={t('graph.network')}
          unit="bits"
          series={[
            { column: 'netReceive', label: t('graph.receive'), color: 2 },
            { column: 'netTransmit', label: t('graph.transmit'), color: 3 },
          ]}
        />
      </div>
    </section>
  );
}
