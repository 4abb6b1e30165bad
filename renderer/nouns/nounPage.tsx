/** The page of one object of any noun: its head from the noun's description, and the tabs it is given. */
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../shared/model/host.ts';
import type { ObjectRef } from '../../shared/model/objectRef.ts';
import { hostHref, hrefOf, objectHref } from '../../shared/model/route.ts';
import { NoObject, ObjectPage, type ObjectPageState, type PageTab } from '../components/objectPage.tsx';
import page from '../components/page.module.css';
import { useHost, useIsLoaded, useRecord } from '../store/inventory.ts';
import { nounOf, type DescribedKind } from './nounOf.ts';
import { VerbToolbar } from './verbMenu.tsx';

interface NounPageProps<K extends DescribedKind> {
  readonly of: ObjectRef<K>;
  /** Id of the tab that the route names; the first one if it names none of them. */
  readonly tab: string;
  readonly tabs: readonly PageTab[];
  /** Between the tabs and their content. */
  readonly notice?: ReactNode;
}

export function NounPage<K extends DescribedKind>({ of, tab, tabs, notice }: NounPageProps<K>): ReactElement {
  const record = useRecord(of);
  const host = useHost(of.host);
  const { name, icon, state, marks, head } = nounOf[of.kind];
  if (record === undefined) return <Unknown of={of} hostKnown={host !== undefined} />;
  const sure = certaintyOf(host);
  const stateText = (head?.state ?? state)?.(record);
  return (
    <ObjectPage
      state={sure}
      icon={icon(record, { stale: sure.kind !== 'ready' })}
      title={name(record)}
      stateText={
        stateText && (
          <span className={page.state} data-stale={sure.kind !== 'ready'}>
            {stateText}
          </span>
        )
      }
      marks={marks?.(record, 'page')}
      subtitle={head?.subtitle?.(record) ?? (host && <OnHost host={host} />)}
      toolbar={<VerbToolbar kind={of.kind} records={[record]} />}
      tabs={tabs}
      tab={tab}
      onTab={(id) => (location.hash = objectHref(of, id))}
      notice={notice}
    />
  );
}

/** What is known of an object is as sure as its host is near. */
function certaintyOf(host: Host | undefined): ObjectPageState {
  if (host?.status.kind !== 'connected') return { kind: 'away', note: host && <LastSeen host={host} /> };
  return host.stale ? { kind: 'stale' } : { kind: 'ready' };
}

function OnHost({ host }: { readonly host: Host }): ReactElement {
  const { t } = useTranslation();
  return (
    <span className={page.quiet}>
      {t('object.onHost')} <a href={hostHref(host.id, 'overview')}>{host.config.name}</a>
    </span>
  );
}

function LastSeen({ host }: { readonly host: Host }): ReactElement {
  const { t, i18n } = useTranslation();
  if (host.lastSeen === undefined) return <>{t('object.neverSeen')}</>;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    host.lastSeen,
  );
  return <>{t('object.lastSeen', { time })}</>;
}

interface UnknownProps<K extends DescribedKind> {
  readonly of: ObjectRef<K>;
  readonly hostKnown: boolean;
}

/** Its host may be gone as well; then that is what there is to say. */
function Unknown<K extends DescribedKind>({ of, hostKnown }: UnknownProps<K>): ReactElement {
  const { t } = useTranslation();
  const { words } = nounOf[of.kind];
  const own = hostKnown || of.kind === 'host';
  return (
    <NoObject
      loaded={useIsLoaded(of.kind)}
      title={t(own ? words.unknown : 'object.hostUnknown')}
      hint={t(own ? words.unknownHint : 'object.hostUnknownHint')}
      way={<a href={hrefOf({ page: 'fleet', tab: '' })}>{t('object.toAllHosts')}</a>}
    />
  );
}
