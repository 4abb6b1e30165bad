/** Ctrl+K: goes to any host or VM, and does to the current one whatever can be done. */
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import type { TFunction } from 'i18next';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { domainKey } from '../../shared/model/domain.ts';
import { domainVerbs } from '../nouns/domain.tsx';
import { hostVerbs } from '../nouns/host.tsx';
import { applies, beginDomainVerb, runVerb, targetOf } from '../nouns/runVerb.ts';
import { DomainIcon, HostIcon } from '../nouns/statusIcon.tsx';
import { openDialog } from '../store/dialogs.ts';
import { useDomain, useDomains, useHost, useHosts, useInventory } from '../store/inventory.ts';
import type { Route } from './routes.ts';

/** Results shown at a time. */
const LIMIT = 30;

export function Palette({ route }: { readonly route: Route }): ReactElement {
  const { t } = useTranslation();
  const actions = useActions(route);
  return (
    <Spotlight
      shortcut={null}
      actions={[...actions]}
      limit={LIMIT}
      nothingFound={t('palette.nothing')}
      highlightQuery
      scrollable
      attributes={{ content: { 'aria-label': t('palette.label') } }}
      searchProps={{ placeholder: t('palette.placeholder'), 'aria-label': t('palette.placeholder') }}
    />
  );
}

function useActions(route: Route): readonly SpotlightActionGroupData[] {
  const { t } = useTranslation();
  const domain = useDomain('uuid' in route ? route : { host: '', uuid: '' });
  const host = useHost('host' in route ? route.host : '');
  const hosts = useHosts();
  const domains = useDomains();
  const hostNames = useInventory((state) => state.hosts);
  return useMemo(() => {
    const verbs = [
      ...(domain
        ? domainVerbs
            .filter((verb) => applies(verb, targetOf(domain)))
            .map((verb) => ({
              id: `verb-${verb.id}`,
              label: `${t(`verbs.domain.${verb.id}`)}: ${domain.name}`,
              leftSection: <verb.icon size={15} aria-hidden />,
              onClick: () => beginDomainVerb(verb, [domain]),
            }))
        : []),
      ...(host && !domain
        ? hostVerbs
            .filter((verb) => applies(verb, host))
            .map((verb) => ({
              id: `host-verb-${verb.id}`,
              label: `${t(`verbs.host.${verb.id}`)}: ${host.config.name}`,
              leftSection: <verb.icon size={15} aria-hidden />,
              onClick: () => void runVerb(verb, host),
            }))
        : []),
    ];
    return [
      { group: t('palette.actions'), actions: verbs },
      {
        group: t('palette.hosts'),
        actions: hosts.map((one) => ({
          id: `host-${one.id}`,
          label: one.config.name,
          description: one.config.uri,
          leftSection: <HostIcon status={one.status} />,
          onClick: () => (location.hash = `#/host/${one.id}`),
        })),
      },
      {
        group: t('palette.vms'),
        actions: domains.map((one) => ({
          id: `vm-${domainKey(one)}`,
          label: one.name,
          description: hostNames[one.host]?.config.name ?? '',
          leftSection: <DomainIcon domain={one} />,
          onClick: () => (location.hash = `#/vm/${domainKey(one)}`),
        })),
      },
      { group: t('palette.places'), actions: places(t) },
    ];
  }, [t, domain, host, hosts, domains, hostNames]);
}

/** Where one may go from anywhere. */
function places(t: TFunction): SpotlightActionGroupData['actions'] {
  return [
    { id: 'fleet', label: t('tree.allHosts'), onClick: () => (location.hash = '#/') },
    { id: 'settings', label: t('menu.settings'), onClick: () => (location.hash = '#/settings') },
    { id: 'add-host', label: t('shell.addHost'), onClick: () => openDialog({ kind: 'host' }) },
    { id: 'help', label: t('help.title'), onClick: () => openDialog({ kind: 'help' }) },
  ];
}
