import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host, HostId } from '../../../shared/model/host.ts';
import { hostHref, hrefOf } from '../../../shared/model/route.ts';
import { NoObject, ObjectPage, type PageTab } from '../../components/objectPage.tsx';
import { CopyText } from '../../nouns/copyText.tsx';
import { HostIcon, HostState } from '../../nouns/statusIcon.tsx';
import { VerbToolbar } from '../../nouns/verbMenu.tsx';
import { useDomainsOf, useHost, useIsLoaded } from '../../store/inventory.ts';
import styles from './hostPage.module.css';

interface HostPageProps {
  readonly host: HostId;
  /** Id of the tab that the route names; the first one if it names none of them. */
  readonly tab: string;
  readonly tabs: readonly PageTab[];
}

/** A host: what it is and how it is in one line, what can be done with it, and its tabs. */
export function HostPage({ host: id, tab, tabs }: HostPageProps): ReactElement {
  const host = useHost(id);
  if (host === undefined) return <UnknownHost />;
  const { status, config, stale } = host;
  return (
    <ObjectPage
      state={stale ? { kind: 'away', note: <LastSeen host={host} /> } : { kind: 'ready' }}
      icon={<HostIcon status={status} />}
      title={config.name}
      stateText={<StateText status={status} />}
      subtitle={<Way host={host} />}
      toolbar={<VerbToolbar kind="host" records={[host]} />}
      tabs={tabs}
      tab={tab}
      onTab={(next) => (location.hash = hostHref(id, next))}
    />
  );
}

/** The label of the tab that holds its VMs. */
export function DomainsLabel({ host }: { readonly host: HostId }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {t('host.virtualMachines')}
      <span className={styles.count}> {useDomainsOf(host).length}</span>
    </>
  );
}

function StateText({ status }: Pick<Host, 'status'>): ReactElement {
  return (
    <span className={styles.state} data-kind={status.kind}>
      <HostState status={status} />
    </span>
  );
}

/** How it is reached, and how far it is. */
function Way({ host: { status, config, readOnly } }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {status.kind === 'connected' && (
        <span className={styles.quiet} title={t('host.roundTrip')}>
          {t('host.milliseconds', { ms: rttText(status.rttMs) })}
        </span>
      )}
      {readOnly && <span className={styles.quiet}>{t('host.readOnly')}</span>}
      <span className={styles.uri}>
        <span>{config.uri}</span>
        <CopyText text={config.uri} label={t('host.copyUri')} />
      </span>
    </>
  );
}

/** Tenths below ten, so that a local socket is not 0. */
const rttText = (ms: number): string => (ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0));

function LastSeen({ host }: { readonly host: Host }): ReactElement {
  const { t, i18n } = useTranslation();
  if (host.lastSeen === undefined) return <>{t('host.neverSeen')}</>;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return <>{t('host.lastSeen', { time: time.format(host.lastSeen) })}</>;
}

function UnknownHost(): ReactElement {
  const { t } = useTranslation();
  return (
    <NoObject
      loaded={useIsLoaded('host')}
      title={t('host.unknown')}
      hint={t('host.unknownHint')}
      way={<a href={hrefOf({ page: 'fleet', tab: '' })}>{t('host.toAllHosts')}</a>}
    />
  );
}
