import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Domain, DomainRef } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import { domainHref, hostHref, hrefOf } from '../../../shared/model/route.ts';
import { NoObject, ObjectPage, type ObjectPageState, type PageTab } from '../../components/objectPage.tsx';
import { hasWords } from '../../words/hasWords.ts';
import { PendingMark } from '../../nouns/pendingMark.tsx';
import { DomainIcon, useStateWord } from '../../nouns/statusIcon.tsx';
import { VerbToolbar } from '../../nouns/verbMenu.tsx';
import { useDomain, useHost, useIsLoaded } from '../../store/inventory.ts';
import page from '../../components/page.module.css';
import styles from './domainPage.module.css';

interface DomainPageProps extends DomainRef {
  /** Id of the tab that the route names; the first one if it names none of them. */
  readonly tab: string;
  readonly tabs: readonly PageTab[];
  /** Between the tabs and their content. */
  readonly notice?: ReactNode;
}

/** A VM: what it is and how it is in one line, what can be done with it, and its tabs. */
export function DomainPage({ host: hostId, uuid, tab, tabs, notice }: DomainPageProps): ReactElement {
  const domain = useDomain({ host: hostId, uuid });
  const host = useHost(hostId);
  if (domain === undefined) return <UnknownDomain hostKnown={host !== undefined} />;
  const state = stateOf(host);
  const stale = state.kind !== 'ready';
  return (
    <ObjectPage
      state={state}
      icon={<DomainIcon domain={domain} stale={stale} />}
      title={domain.name}
      stateText={<StateText domain={domain} stale={stale} />}
      marks={<PendingMark domain={domain} counted />}
      subtitle={host !== undefined && <OnHost host={host} />}
      toolbar={<VerbToolbar kind="domain" records={[domain]} />}
      tabs={tabs}
      tab={tab}
      onTab={(id) => (location.hash = domainHref(domain, id))}
      notice={notice}
    />
  );
}

/** What is known of a VM is as sure as its host is near. */
function stateOf(host: Host | undefined): ObjectPageState {
  if (host?.status.kind !== 'connected') return { kind: 'away', note: host && <LastSeen host={host} /> };
  return host.stale ? { kind: 'stale' } : { kind: 'ready' };
}

function OnHost({ host }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  return (
    <span className={page.quiet}>
      {t('domain.onHost')} <a href={hostHref(host.id, 'overview')}>{host.config.name}</a>
    </span>
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
  if (host.lastSeen === undefined) return <>{t('domain.neverSeen')}</>;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    host.lastSeen,
  );
  return <>{t('domain.lastSeen', { time })}</>;
}

function UnknownDomain({ hostKnown }: { readonly hostKnown: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <NoObject
      loaded={useIsLoaded('domain')}
      title={t(hostKnown ? 'domain.unknown' : 'domain.hostUnknown')}
      hint={t(hostKnown ? 'domain.unknownHint' : 'domain.hostUnknownHint')}
      way={<a href={hrefOf({ page: 'fleet', tab: '' })}>{t('domain.toAllHosts')}</a>}
    />
  );
}
