/** Everything at a glance: is it fine? And all VMs of all hosts. */
import { Tabs } from '@mantine/core';
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { domainKey, isActive } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { HostIcon } from '../../nouns/statusIcon.tsx';
import { Sparkline, StatText } from '../../nouns/stats.tsx';
import { useDomains, useHosts } from '../../store/inventory.ts';
import { useTasks } from '../../store/tasks.ts';
import { attentionOf, type Attention } from './attention.ts';
import { NoHosts } from './emptyTable.tsx';
import styles from './fleet.module.css';
import { VmTable } from './vmTable.tsx';

export function FleetPage({ tab }: { readonly tab: string }): ReactElement {
  const { t } = useTranslation();
  const hosts = useHosts();
  const connected = hosts.filter(({ status }) => status.kind === 'connected').length;
  const vms = useDomains().length;
  const shown = tab === 'overview' ? 'overview' : 'vms';
  return (
    <article className={styles.page} aria-labelledby="fleet-heading">
      <header className={styles.head}>
        <h1 id="fleet-heading">{t('tree.allHosts')}</h1>
        <span className={styles.quiet}>{t('fleet.summary', { connected, hosts: hosts.length, vms })}</span>
      </header>
      <Tabs
        className={styles.tabs}
        value={shown}
        keepMounted={false}
        onChange={(next) => {
          if (next !== null) location.hash = `#/fleet/${next}`;
        }}
      >
        <Tabs.List px={16}>
          <Tabs.Tab value="overview">{t('fleet.overview')}</Tabs.Tab>
          <Tabs.Tab value="vms">{t('fleet.vms')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview" className={styles.panel}>
          {hosts.length === 0 ? <NoHosts /> : <Overview hosts={hosts} />}
        </Tabs.Panel>
        <Tabs.Panel value="vms" className={styles.panel}>
          <VmTable />
        </Tabs.Panel>
      </Tabs>
    </article>
  );
}

function Overview({ hosts }: { readonly hosts: readonly Host[] }): ReactElement {
  const { t } = useTranslation();
  const domains = useDomains();
  const [openedAt] = useState(Date.now);
  const attention = attentionOf(hosts, domains, useTasks(), openedAt);
  const count = (state: string): number => domains.filter((domain) => domain.state === state).length;
  const active = domains.filter(({ state }) => isActive(state)); // paused ones hold their memory and vCPUs too
  const memory = active.reduce((sum, { memoryKiB }) => sum + (memoryKiB?.current ?? 0), 0);
  const vcpus = active.reduce((sum, one) => sum + (one.vcpus?.current ?? 0), 0);
  const threads = hosts.reduce((sum, { facts }) => sum + (facts?.cpu.threads ?? 0), 0);
  const total = hosts.reduce((sum, { facts }) => sum + (facts?.memoryKiB ?? 0), 0);
  return (
    <div className={styles.overview}>
      <section className={styles.tiles} aria-label={t('fleet.totals')}>
        <Tile
          label={t('fleet.running')}
          value={String(count('running') + count('blocked'))}
          note={t('fleet.ofVms', { count: domains.length })}
        />
        <Tile label={t('fleet.vcpus')} value={String(vcpus)} note={t('fleet.ofThreads', { count: threads })} />
        <Tile
          label={t('fleet.memory')}
          value={formatValue('memory', memory)}
          note={t('fleet.ofTotal', { total: formatValue('memory', total) })}
        />
        <Tile
          label={t('fleet.paused')}
          value={String(count('paused'))}
          note={t('fleet.crashed', { count: count('crashed') })}
        />
      </section>
      <section aria-labelledby="attention-heading">
        <h2 id="attention-heading">{t('fleet.attention')}</h2>
        {attention.length === 0 ? (
          <p className={styles.fine}>
            <CircleCheck size={16} aria-hidden /> {t('fleet.fine')}
          </p>
        ) : (
          <ul className={styles.list}>
            {attention.slice(0, 12).map((item, index) => (
              <AttentionRow key={index} item={item} />
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="hosts-heading">
        <h2 id="hosts-heading">{t('fleet.hosts')}</h2>
        <ul className={styles.list}>
          {hosts.map((host) => (
            <HostRow key={host.id} host={host} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function Tile({
  label,
  value,
  note,
}: {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}): ReactElement {
  return (
    <div className={styles.tile}>
      <div className={styles.tileLabel}>{label}</div>
      <div className={styles.tileValue}>
        {value} <small>{note}</small>
      </div>
    </div>
  );
}

function AttentionRow({ item }: { readonly item: Attention }): ReactElement {
  const { t } = useTranslation();
  switch (item.kind) {
    case 'hostFailed':
    case 'hostAway': {
      const { status } = item.host;
      const error = status.kind === 'failed' || status.kind === 'reconnecting' ? status.error : undefined;
      const Icon = item.kind === 'hostFailed' ? CircleX : TriangleAlert;
      return (
        <li className={styles.item} data-level={item.kind === 'hostFailed' ? 'error' : 'warning'}>
          <Icon size={15} aria-hidden />
          <a href={`#/host/${item.host.id}`}>{item.host.config.name}</a>
          <span>
            {error === undefined
              ? t(`hostStatus.${status.kind}`)
              : t(`errors.${error.code}.title`, { ...error.params })}
          </span>
        </li>
      );
    }
    case 'domainCrashed':
      return (
        <li className={styles.item} data-level="error">
          <CircleX size={15} aria-hidden />
          <a href={`#/vm/${domainKey(item.domain)}`}>{item.domain.name}</a>
          <span>{t('domainState.crashed')}</span>
          <span className={styles.quiet}>{item.host?.config.name}</span>
        </li>
      );
    case 'taskFailed':
      return (
        <li className={styles.item} data-level="error">
          <CircleX size={15} aria-hidden />
          <span>{item.task.object.name}</span>
          <span>{item.task.error && t(`errors.${item.task.error.code}.title`, { ...item.task.error.params })}</span>
          <span className={styles.quiet}>{item.task.hostName}</span>
        </li>
      );
  }
}

function HostRow({ host }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  const live = host.status.kind === 'connected';
  return (
    <li className={styles.item}>
      <HostIcon status={host.status} named />
      <a href={`#/host/${host.id}`} className={styles.hostName}>
        {host.config.name}
      </a>
      <span className={styles.quiet}>{t(`hostStatus.${host.status.kind}`)}</span>
      {live && (
        <span className={styles.cpu}>
          <span className={styles.quiet}>{t('fleet.cpu')}</span>
          <Sparkline host={host.id} column="cpu" label={host.config.name} />
          <StatText host={host.id} column="cpu" format={(value) => formatValue('share', value)} />
        </span>
      )}
      {live && (
        <span className={styles.memory}>
          <span className={styles.quiet}>{t('fleet.memory')}</span>{' '}
          <StatText host={host.id} column="memory" format={(value) => formatValue('memory', value)} />
          {host.facts && <span className={styles.quiet}> / {formatValue('memory', host.facts.memoryKiB)}</span>}
        </span>
      )}
    </li>
  );
}
