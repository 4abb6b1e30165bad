/** Puts the page of a route together out of features. */
import { lazy, Suspense, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { ObjectRef } from '../../shared/model/objectRef.ts';
import type { Route } from '../../shared/model/route.ts';
import { DomainOverview, DomainPage } from '../features/domain/index.tsx';
import { HardwareTab } from '../features/hardware/index.tsx';
import { EditsBar, EditsMark } from '../features/edits/index.tsx';
import { FleetPage, DomainTable } from '../features/fleet/index.tsx';
import { DomainsLabel, HostOverview, HostPage } from '../features/host/index.tsx';
import { SettingsPage } from '../features/settings/index.tsx';
import { DeletedDomainPage, DeletedPage, DeletedDomains, HistoryTab } from '../features/history/index.tsx';

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

interface PageOfObjectProps {
  readonly objectRef: ObjectRef;
  readonly tab: string;
}

/** Of what has no page of its own yet: everything at a glance. */
function PageOfObject({ objectRef: { host, kind, id }, tab }: PageOfObjectProps): ReactElement {
  switch (kind) {
    case 'host':
      return <HostTabs key={id} host={id} tab={tab} />;
    case 'domain':
      return <DomainTabs key={`${host}/${id}`} domain={{ host, uuid: id }} tab={tab} />;
    case 'network':
    case 'storagePool':
    case 'storageVolume':
    case 'nodeDevice':
    case 'interface':
    case 'secret':
    case 'nwfilter':
    case 'snapshot':
      return <FleetPage tab="" />;
  }
}

function HostTabs({ host, tab }: { readonly host: HostId; readonly tab: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <HostPage
      host={host}
      tab={tab}
      tabs={[
        { id: 'overview', label: t('host.overview'), render: () => <HostOverview host={host} /> },
        { id: 'domains', label: <DomainsLabel host={host} />, render: () => <DomainTable host={host} /> },
        { id: 'deleted', label: t('history.deleted.title'), render: () => <DeletedDomains host={host} /> },
      ]}
    />
  );
}

function DomainTabs({ domain, tab }: { readonly domain: DomainRef; readonly tab: string }): ReactElement {
  const { t } = useTranslation();
  const lazily = (content: ReactElement): ReactElement => <Suspense>{content}</Suspense>;
  return (
    <DomainPage
      {...domain}
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
