/** Puts the page of a route together out of features. */
import { createElement, lazy, Suspense, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../shared/model/domain.ts';
import { objectKey, type ObjectKind, type ObjectRef } from '../../shared/model/objectRef.ts';
import type { Route } from '../../shared/model/route.ts';
import type { PageTab } from '../components/objectPage.tsx';
import { DomainOverview } from '../features/domain/index.tsx';
import { HardwareTab } from '../features/hardware/index.tsx';
import { EditsBar, EditsMark } from '../features/edits/index.tsx';
import { FleetPage, DomainTable } from '../features/fleet/index.tsx';
import { HostOverview } from '../features/host/index.tsx';
import { ObjectDefinition, ObjectOverview } from '../features/object/index.tsx';
import { Volumes } from '../features/storagePool/index.tsx';
import { SettingsPage } from '../features/settings/index.tsx';
import { DeletedDomainPage, DeletedPage, DeletedDomains, HistoryTab } from '../features/history/index.tsx';
import { CountedLabel } from '../nouns/countedLabel.tsx';
import { groupedKinds, isDescribed, type DescribedKind } from '../nouns/nounOf.ts';
import { NounPage } from '../nouns/nounPage.tsx';
import { ObjectList } from '../nouns/objectList.tsx';
import { useHost } from '../store/inventory.ts';

// The large libraries come with the tab that needs them.
const ConsoleTab = lazy(async () => ({ default: (await import('../features/console/index.tsx')).ConsoleTab }));
const DefinitionTab = lazy(async () => ({ default: (await import('../features/definition/index.tsx')).DefinitionTab }));

type PageRoute = Exclude<Route, { page: 'console' }>;

export function Page({ route }: { readonly route: Route }): ReactElement | null {
  if (route.page === 'console') return null; // a window of its own, without this frame
  return <FramedPage route={route} />;
}

function FramedPage({ route }: { readonly route: PageRoute }): ReactElement {
  switch (route.page) {
    case 'fleet':
      return <FleetPage tab={route.tab} />;
    case 'object':
      return <PageOfObject objectRef={route.ref} tab={route.tab} />;
    case 'deleted':
      return <DeletedPage />;
    case 'deletedDomain':
      return <DeletedDomainPage key={`${route.host}/${route.uuid}`} host={route.host} uuid={route.uuid} />;
    case 'settings':
      return <SettingsPage />;
  }
}

interface PageOfObjectProps<K extends ObjectKind = ObjectKind> {
  readonly objectRef: ObjectRef<K>;
  readonly tab: string;
}

interface PlainTabsProps<K extends ObjectKind> extends PageOfObjectProps<K> {
  readonly own?: readonly PageTab[];
}

type ObjectPages = { readonly [K in DescribedKind]?: (props: PageOfObjectProps<K>) => ReactElement };

/** Nouns whose pages have tabs of their own; the others have what every noun has. */
const pages: ObjectPages = { host: HostTabs, domain: DomainTabs, storagePool: PoolTabs };

/** Of what has no page of its own: everything at a glance. */
function PageOfObject({ objectRef, tab }: PageOfObjectProps): ReactElement {
  return isDescribed(objectRef) ? (
    <Described key={objectKey(objectRef)} objectRef={objectRef} tab={tab} />
  ) : (
    <FleetPage tab="" />
  );
}

function Described<K extends DescribedKind>({ objectRef, tab }: PageOfObjectProps<K>): ReactElement {
  return createElement<PageOfObjectProps<K>>(pages[objectRef.kind] ?? PlainTabs, { objectRef, tab });
}

function HostTabs({ objectRef, tab }: PageOfObjectProps<'host'>): ReactElement {
  const { t } = useTranslation();
  const { host } = objectRef;
  const lacks = useHost(host)?.lacks ?? [];
  return (
    <NounPage
      of={objectRef}
      tab={tab}
      tabs={[
        { id: 'overview', label: t('host.overview'), render: () => <HostOverview host={host} /> },
        {
          id: 'domains',
          label: <CountedLabel kind="domain" host={host} />,
          render: () => <DomainTable host={host} />,
        },
        ...groupedKinds
          .filter((kind) => !lacks.includes(kind))
          .map((kind) => ({
            id: kind,
            label: <CountedLabel kind={kind} host={host} />,
            render: () => <ObjectList key={kind} kind={kind} host={host} />,
          })),
        { id: 'deleted', label: t('history.deleted.title'), render: () => <DeletedDomains host={host} /> },
      ]}
    />
  );
}

function DomainTabs({ objectRef, tab }: PageOfObjectProps<'domain'>): ReactElement {
  const { t } = useTranslation();
  const domain: DomainRef = { host: objectRef.host, uuid: objectRef.id };
  const lazily = (content: ReactElement): ReactElement => <Suspense>{content}</Suspense>;
  return (
    <NounPage
      of={objectRef}
      tab={tab}
      notice={<EditsBar {...domain} />}
      tabs={[
        { id: 'overview', label: t('domain.tabs.overview'), render: () => <DomainOverview {...domain} /> },
        { id: 'console', label: t('domain.tabs.console'), render: () => lazily(<ConsoleTab {...domain} />) },
        {
          id: 'hardware',
          label: t('domain.tabs.hardware'),
          mark: <EditsMark {...domain} />,
          render: () => <HardwareTab {...domain} />,
        },
        { id: 'definition', label: t('domain.tabs.definition'), render: () => lazily(<DefinitionTab {...domain} />) },
        { id: 'history', label: t('domain.tabs.history'), render: () => <HistoryTab {...domain} /> },
      ]}
    />
  );
}

/** What every noun has: its overview, its XML, and between them what it has of its own. */
function PlainTabs<K extends DescribedKind>({ objectRef, tab, own = [] }: PlainTabsProps<K>): ReactElement {
  const { t } = useTranslation();
  return (
    <NounPage
      of={objectRef}
      tab={tab}
      tabs={[
        { id: 'overview', label: t('object.tabs.overview'), render: () => <ObjectOverview of={objectRef} /> },
        ...own,
        { id: 'definition', label: t('object.tabs.definition'), render: () => <ObjectDefinition of={objectRef} /> },
      ]}
    />
  );
}

function PoolTabs(props: PageOfObjectProps<'storagePool'>): ReactElement {
  const { t } = useTranslation();
  const volumes: PageTab = {
    id: 'volumes',
    label: t('storageVolume.many'),
    render: () => <Volumes pool={props.objectRef} />,
  };
  return <PlainTabs {...props} own={[volumes]} />;
}
