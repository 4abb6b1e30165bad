import { Tabs } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Domain, DomainRef } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import { hasWords } from '../../words/hasWords.ts';
import { PendingMark } from '../../nouns/pendingMark.tsx';
import { DomainIcon, useStateWord } from '../../nouns/statusIcon.tsx';
import { DomainToolbar } from '../../nouns/verbMenu.tsx';
import { useDomain, useHost, useInventory } from '../../store/inventory.ts';
import page from '../../components/page.module.css';
import styles from './domainPage.module.css';

export interface DomainTab {
  /** Last part of the route. */
  readonly id: string;
  readonly label: string;
  /** Behind the label: what waits there. */
  readonly mark?: ReactNode;
  readonly render: (ref: DomainRef) => ReactNode;
}

interface DomainPageProps extends DomainRef {
  /** Id of the tab that the route names; the first one if it names none of them. */
  readonly tab: string;
  readonly tabs: readonly DomainTab[];
  /** Between the tabs and their content. */
  readonly notice?: ReactNode;
}

/** A VM: what it is and how it is in one line, what can be done with it, and its tabs. */
export function DomainPage({ host, uuid, tab, tabs, notice }: DomainPageProps): ReactElement {
  const domain = useDomain({ host, uuid });
  const itsHost = useHost(host);
  const shown = tabs.find(({ id }) => id === tab) ?? tabs[0];
  if (domain === undefined) return <UnknownDomain hostKnown={itsHost !== undefined} />;
  return (
    <article className={page.page} aria-labelledby="domain-heading">
      <Head domain={domain} host={itsHost} />
      <Tabs
        className={page.tabs}
        value={shown?.id ?? null}
        onChange={(id) => {
          if (id !== null) location.hash = `#/vm/${host}/${uuid}/${id}`;
        }}
        keepMounted={false}
      >
        <Tabs.List px={16} className={page.tabList}>
          {tabs.map(({ id, label, mark }) => (
            <Tabs.Tab key={id} value={id} rightSection={mark}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {notice}
        {shown !== undefined && (
          <Tabs.Panel key={`${host}/${uuid}`} value={shown.id} className={page.panel}>
            {shown.render({ host, uuid })}
          </Tabs.Panel>
        )}
      </Tabs>
    </article>
  );
}

function Head({ domain, host }: { readonly domain: Domain; readonly host: Host | undefined }): ReactElement {
  const { t } = useTranslation();
  const stale = host?.status.kind !== 'connected';
  return (
    <header className={page.head}>
      <DomainIcon domain={domain} stale={stale} />
      <h1 id="domain-heading">{domain.name}</h1>
      <StateText domain={domain} stale={stale} />
      <PendingMark domain={domain} counted />
      {host !== undefined && (
        <span className={page.quiet}>
          {t('domain.onHost')} <a href={`#/host/${host.id}/overview`}>{host.config.name}</a>
        </span>
      )}
      {host !== undefined && stale && <LastSeen host={host} />}
      <span className={page.verbs}>
        <DomainToolbar domains={[domain]} />
      </span>
    </header>
  );
}

/** The state, with its reason where that is worth knowing: paused by an I/O error, off because it crashed. */
function StateText({ domain, stale }: { readonly domain: Domain; readonly stale: boolean }): ReactElement {
  const { t } = useTranslation();
  const word = useStateWord();
  const reason = `domain.reasons.${domain.state}.${domain.stateReason}`;
  return (
    <span className={styles.state} data-state={domain.state} data-stale={stale}>
      {word(domain)}
      {hasWords(reason) && ` (${t(reason)})`}
    </span>
  );
}

function LastSeen({ host }: { readonly host: Host }): ReactElement {
  const { t, i18n } = useTranslation();
  if (host.lastSeen === undefined) return <span className={page.stale}>{t('domain.neverSeen')}</span>;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    host.lastSeen,
  );
  return <span className={page.stale}>{t('domain.lastSeen', { time })}</span>;
}

/** Nothing is said before the inventory is here: the VM may well be in it. */
function UnknownDomain({ hostKnown }: { readonly hostKnown: boolean }): ReactElement | null {
  const { t } = useTranslation();
  if (!useInventory(({ loaded }) => loaded)) return null;
  return (
    <div className={page.unknown} role="status">
      <h1>{t(hostKnown ? 'domain.unknown' : 'domain.hostUnknown')}</h1>
      <p>{t(hostKnown ? 'domain.unknownHint' : 'domain.hostUnknownHint')}</p>
      <a href="#/">{t('domain.toAllHosts')}</a>
    </div>
  );
}
