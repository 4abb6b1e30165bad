/** Puts the page of a route together out of features. */
import { lazy, Suspense, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { DomainOverview, DomainPage } from '../features/domain/index.tsx';
import { HardwareTab } from '../features/hardware/index.tsx';
import { EditsBar, EditsMark } from '../features/edits/index.tsx';
import { FleetPage, DomainTable } from '../features/fleet/index.tsx';
import { HostPage } from '../features/host/index.tsx';
import { SettingsPage } from '../features/settings/index.tsx';
import { DeletedDomainPage, DeletedPage, DeletedVms, HistoryTab } from '../features/history/index.tsx';
import type { Route } from './routes.ts';

// The large libraries come with the tab that needs them.
const ConsoleTab = lazy(async () => ({ default: (await import('../features/console/index.tsx')).ConsoleTab }));
const DefinitionTab = lazy(async () => ({ default: (await import('../features/definition/index.tsx')).DefinitionTab }));

type PageRoute = Exclude<Route, { page: 'console' }>;

export function Page({ route }: { readonly route: Route }): ReactElement | null {
  if (route.page === 'console') return null; // a window of its own, without this frame
  return <FramedPage route={route} />;
}

function FramedPage({ route }: { readonly route: PageRoute }): ReactElement {
  const { t } = useTranslation();
  switch (route.page) {
    case 'fleet':
      return <FleetPage tab={route.tab} />;
    case 'host':
      return (
        <HostPage
          key={route.host}
          host={route.host}
          tab={route.tab}
          vmTable={<DomainTable host={route.host} />}
          tabs={[
            {
              id: 'deleted',
              label: t('history.deleted.title'),
              render: (host) => <DeletedVms key={host} host={host} />,
            },
          ]}
        />
      );
    case 'deleted':
      return <DeletedPage />;
    case 'deletedVm':
      return <DeletedDomainPage key={`${route.host}/${route.uuid}`} host={route.host} uuid={route.uuid} />;
    case 'settings':
      return <SettingsPage />;
    case 'vm':
      return (
        <DomainPage
          key={`${route.host}/${route.uuid}`}
          host={route.host}
          uuid={route.uuid}
          tab={route.tab}
          notice={<EditsBar host={route.host} uuid={route.uuid} />}
          tabs={[
            { id: 'overview', label: t('domain.tabs.overview'), render: (ref) => <DomainOverview {...ref} /> },
            {
              id: 'console',
              label: t('domain.tabs.console'),
              render: (ref) => (
                <Suspense>
                  <ConsoleTab {...ref} />
                </Suspense>
              ),
            },
            {
              id: 'hardware',
              label: t('domain.tabs.hardware'),
              mark: <EditsMark host={route.host} uuid={route.uuid} />,
              render: (ref) => <HardwareTab {...ref} />,
            },
            {
              id: 'definition',
              label: t('domain.tabs.definition'),
              render: (ref) => (
                <Suspense>
                  <DefinitionTab {...ref} />
                </Suspense>
              ),
            },
            {
              id: 'history',
              label: t('domain.tabs.history'),
              render: (ref) => <HistoryTab {...ref} />,
            },
          ]}
        />
      );
  }
}
