import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host, HostId } from '../../../shared/model/host.ts';
import { hostHref } from '../../../shared/model/route.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { diskSeries, Graphs, networkSeries } from '../../nouns/graphs.tsx';
import { useDomainsOf, useHost } from '../../store/inventory.ts';
import { allocationOf, countsByState } from './capacity.ts';
import { CpuBars } from './cpuBars.tsx';
import { Facts } from './hostFacts.tsx';
import { StatusLine } from './statusLine.tsx';
import styles from './hostOverview.module.css';

/** Is it fine here? The connection, what the host has and what of it is promised, its VMs, and how it does. */
export function HostOverview({ host: id }: { readonly host: HostId }): ReactElement | null {
  const { t } = useTranslation();
  const host = useHost(id);
  if (host === undefined) return null;
  const connected = host.status.kind === 'connected';
  return (
    <div className={styles.page} data-stale={!connected}>
      <StatusLine host={host} />
      {host.facts === undefined ? (
        host.lastSeen === undefined && <p className={styles.quiet}>{t('host.nothingKnown')}</p>
      ) : (
        <div className={styles.top}>
          <div className={styles.column}>
            <Capacity host={host} facts={host.facts} />
            <VirtualMachines host={host} />
            {connected && <Cpus host={host.id} threads={host.facts.cpu.threads} />}
          </div>
          <Facts facts={host.facts} />
        </div>
      )}
      {(connected || host.lastSeen !== undefined) && <HostGraphs host={host} connected={connected} />}
    </div>
  );
}

interface CapacityProps {
  readonly host: Host;
  readonly facts: NonNullable<Host['facts']>;
}

/** What the VMs that run were given, against what there is. */
function Capacity({ host, facts }: CapacityProps): ReactElement {
  const { t, i18n } = useTranslation();
  const { vcpus, memoryKiB, memoryMaximumKiB } = allocationOf(useDomainsOf(host.id));
  const memory = (value: number): string => formatValue('memory', value);
  const ratio = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const { threads } = facts.cpu;
  return (
    <section aria-labelledby="capacity-heading">
      <h2 id="capacity-heading">{t('host.capacity')}</h2>
      <div className={styles.bars}>
        <AllocationBar
          name={t('host.vcpus')}
          share={vcpus / threads}
          text={t('host.vcpusOfThreads', { vcpus, count: threads })}
          note={vcpus > threads ? t('host.overcommitted', { ratio: ratio.format(vcpus / threads) }) : undefined}
        />
        <AllocationBar
          name={t('host.memory')}
          share={memoryKiB / facts.memoryKiB}
          text={t('host.amountOf', { part: memory(memoryKiB), whole: memory(facts.memoryKiB) })}
          note={
            memoryMaximumKiB > facts.memoryKiB
              ? t('host.mayGrowBeyond', { maximum: memory(memoryMaximumKiB) })
              : undefined
          }
        />
      </div>
    </section>
  );
}

interface AllocationBarProps {
  readonly name: string;
  /** Of what there is; may be more than 1. */
  readonly share: number;
  readonly text: string;
  readonly note: string | undefined;
}

function AllocationBar({ name, share, text, note }: AllocationBarProps): ReactElement {
  const percent = Math.round(share * 100);
  return (
    <div className={styles.allocation}>
      <span>{name}</span>
      <meter className={styles.meter} aria-label={name} min={0} max={100} value={Math.min(100, percent)}>
        {text}
      </meter>
      <span className={styles.number}>{text}</span>
      <span className={styles.percent} data-over={share > 1}>
        {percent} %
      </span>
      {note !== undefined && <span className={styles.note}>{note}</span>}
    </div>
  );
}

function VirtualMachines({ host }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  const domains = useDomainsOf(host.id);
  return (
    <section aria-labelledby="vms-heading">
      <h2 id="vms-heading">{t('host.virtualMachines')}</h2>
      {domains.length === 0 ? (
        <p className={styles.quiet}>{t(host.status.kind === 'connected' ? 'host.noDomains' : 'host.noDomainsKnown')}</p>
      ) : (
        <p className={styles.counts}>
          <a href={hostHref(host.id, 'domains')}>{t('host.domainCount', { count: domains.length })}</a>
          {countsByState(domains).map(({ state, count }) => (
            <span key={state} data-state={state}>
              <i aria-hidden />
              {count} {t(`domain.state.${state}`)}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}

function Cpus({ host, threads }: { readonly host: HostId; readonly threads: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="cpus-heading">
      <h2 id="cpus-heading">{t('host.perCpu')}</h2>
      <CpuBars host={host} threads={threads} />
    </section>
  );
}

function HostGraphs({ host, connected }: { readonly host: Host; readonly connected: boolean }): ReactElement {
  const { t } = useTranslation();
  const { id, facts } = host;
  return (
    <Graphs
      note={connected ? undefined : t('graph.hostAway')}
      charts={[
        {
          host: id,
          label: t('graph.cpu'),
          unit: 'share',
          max: 1,
          series: [{ column: 'cpu', label: t('host.ofAllCpus'), color: 1 }],
        },
        {
          host: id,
          label: t('graph.memory'),
          unit: 'memory',
          ...(facts === undefined ? {} : { max: facts.memoryKiB }),
          series: [{ column: 'memory', label: t('graph.used'), color: 3 }],
        },
        { host: id, label: t('host.diskOfDomains'), unit: 'bytes', series: diskSeries(t) },
        { host: id, label: t('host.networkOfDomains'), unit: 'bits', series: networkSeries(t) },
      ]}
    />
  );
}
