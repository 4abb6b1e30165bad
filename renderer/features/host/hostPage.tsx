import { Tabs } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host, HostId } from '../../../shared/model/host.ts';
import { CopyText } from '../../nouns/copyText.tsx';
import { HostIcon } from '../../nouns/statusIcon.tsx';
import { HostToolbar } from '../../nouns/verbMenu.tsx';
import { useDomainsOf, useHost, useInventory } from '../../store/inventory.ts';
import { HostOverview } from './hostOverview.tsx';
import page from '../../components/page.module.css';
import styles from './hostPage.module.css';

export interface HostTab {
  /** Last part of the route. */
  readonly id: string;
  readonly label: string;
  readonly render: (host: HostId) => ReactNode;
}

export interface HostPageProps {
  readonly host: HostId;
  /** Id of the tab that the route names; the overview if it names none of them. */
  readonly tab: string;
  /** The table of its VMs, for the second tab. */
  readonly vmTable: ReactNode;
  /** Tabs after the first two. */
  readonly tabs?: readonly HostTab[];
}

/** A host: what it is and how it is in one line, what can be done with it, and its tabs. */
export function HostPage({ host: id, tab, vmTable, tabs = [] }: HostPageProps): ReactElement {
  const { t } = useTranslation();
  const host = useHost(id);
  const count = useDomainsOf(id).length;
  if (host === undefined) return <UnknownHost />;
  const all: readonly (Omit<HostTab, 'render'> & { readonly content: ReactNode; readonly count?: number })[] = [
    { id: 'overview', label: t('hosts.overview'), content: <HostOverview key={id} host={host} /> },
    { id: 'vms', label: t('hosts.virtualMachines'), content: vmTable, count },
    ...tabs.map(({ render, ...rest }) => ({ ...rest, content: render(id) })),
  ];
  const shown = all.find((one) => one.id === tab) ?? all[0];
  return (
    <article className={page.page} aria-labelledby="host-heading">
      <Head host={host} />
      <Tabs
        className={page.tabs}
        value={shown?.id ?? null}
        onChange={(next) => {
          if (next !== null) location.hash = `#/host/${id}/${next}`;
        }}
        keepMounted={false}
      >
        <Tabs.List px={16} className={page.tabList}>
          {all.map((one) => (
            <Tabs.Tab key={one.id} value={one.id}>
              {one.label}
              {one.count !== undefined && <span className={styles.count}> {one.count}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown !== undefined && (
          <Tabs.Panel key={id} value={shown.id} className={page.panel}>
            {shown.content}
          </Tabs.Panel>
        )}
      </Tabs>
    </article>
  );
}

function Head({ host }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  const { status, config } = host;
  return (
    <header className={page.head}>
      <HostIcon status={status} />
      <h1 id="host-heading">{config.name}</h1>
      <span className={styles.state} data-kind={status.kind}>
        {t(`hostStatus.${status.kind}`)}
      </span>
      {status.kind === 'connected' && (
        <span className={styles.quiet} title={t('hosts.roundTrip')}>
          {t('hosts.milliseconds', { ms: rttText(status.rttMs) })}
        </span>
      )}
      {host.readOnly && <span className={styles.quiet}>{t('hosts.readOnly')}</span>}
      <span className={styles.uri}>
        <span>{config.uri}</span>
        <CopyText text={config.uri} label={t('hosts.copyUri')} />
      </span>
      {host.stale && <LastSeen host={host} />}
      <span className={page.verbs}>
        <HostToolbar host={host} />
      </span>
    </header>
  );
}

/** Tenths below ten, so that a local socket is not 0. */
const rttText = (ms: number): string => (ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0));

function LastSeen({ host }: { readonly host: Host }): ReactElement {
  const { t, i18n } = useTranslation();
  if (host.lastSeen === undefined) return <span className={page.stale}>{t('hosts.neverSeen')}</span>;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return <span className={page.stale}>{t('hosts.lastSeen', { time: time.format(host.lastSeen) })}</span>;
}

/** Nothing is said before the inventory is here: the host may well be in it. */
function UnknownHost(): ReactElement | null {
  const { t } = useTranslation();
  if (!useInventory(({ loaded }) => loaded)) return null;
  return (
    <div className={page.unknown} role="status">
      <h1>{t('hosts.unknown')}</h1>
      <p>{t('hosts.unknownHint')}</p>
      <a href="#/">{t('hosts.toAllHosts')}</a>
    </div>
  );
}
