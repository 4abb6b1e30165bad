/** Ctrl+K: goes to any host or VM, and does to the current one whatever can be done. */
import { Spotlight } from '@mantine/spotlight';
import type { TFunction } from 'i18next';
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { domainKey } from '../../shared/model/domain.ts';
import { domainVerbs } from '../nouns/domain.tsx';
import { hostVerbs } from '../nouns/host.tsx';
import { applies, beginDomainVerb, runVerb, targetOf } from '../nouns/runVerb.ts';
import { DomainIcon, HostIcon } from '../nouns/statusIcon.tsx';
import { openDialog } from '../store/dialogs.ts';
import { useDomain, useDomains, useHost, useHosts, useInventory } from '../store/inventory.ts';
import { bestMatches } from './bestMatches.ts';
import { newVm } from './newVm.ts';
import styles from './palette.module.css';
import type { Route } from './routes.ts';

/** Hosts, and VMs, shown at a time; typing narrows them. */
const LIMIT = 20;

interface Command {
  readonly id: string;
  readonly label: string;
  /** At the right, in grey: of which VM, on which host, which URI. */
  readonly note?: string;
  readonly icon?: ReactNode;
  readonly run: () => void;
}

export function Palette({ route }: { readonly route: Route }): ReactElement {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  return (
    <Spotlight.Root
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      scrollable
      centered={false} // what one types in stays where it is while the results change
      maxHeight={440}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      transitionProps={{ duration: 60 }}
      attributes={{ content: { 'aria-label': t('palette.label') } }}
    >
      <Spotlight.Search size="sm" placeholder={t('palette.placeholder')} aria-label={t('palette.placeholder')} />
      <Results route={route} query={query} />
    </Spotlight.Root>
  );
}

/** Mounted while the palette is open: closed, it follows no change of any VM. */
function Results({ route, query }: { readonly route: Route; readonly query: string }): ReactElement {
  const { t } = useTranslation();
  const groups = [
    { id: 'actions', commands: bestMatches(useVerbs(route), query) },
    { id: 'hosts', commands: useHostCommands(query) },
    { id: 'vms', commands: useDomainCommands(query) },
    { id: 'places', commands: bestMatches(places(t, route), query) },
  ] as const;
  const found = groups.filter(({ commands }) => commands.length > 0);
  if (found.length === 0) return <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>;
  return (
    <Spotlight.ActionsList>
      {found.map(({ id, commands }) => (
        <Spotlight.ActionsGroup key={id} label={t(`palette.${id}`)}>
          {commands.map((command) => (
            <Spotlight.Action
              key={command.id}
              label={command.label}
              highlightQuery
              className={styles.action ?? ''}
              leftSection={command.icon}
              rightSection={command.note}
              onClick={command.run}
            />
          ))}
        </Spotlight.ActionsGroup>
      ))}
    </Spotlight.ActionsList>
  );
}

/**
 * What can be done now with the VM or host of the page, in the order of its menu. Found by the verb alone: who types the VM's name means
 * its page, not the first thing that could be done to it.
 */
function useVerbs(route: Route): readonly Command[] {
  const { t } = useTranslation();
  const domain = useDomain('uuid' in route ? route : { host: '', uuid: '' });
  const host = useHost('host' in route ? route.host : '');
  if (domain)
    return domainVerbs
      .filter((verb) => applies(verb, targetOf(domain)))
      .map((verb) => ({
        id: `verb-${verb.id}`,
        label: t(`verbs.domain.${verb.id}`),
        note: domain.name,
        icon: <verb.icon size={14} aria-hidden />,
        run: () => beginDomainVerb(verb, [domain]),
      }));
  if (host)
    return hostVerbs
      .filter((verb) => applies(verb, host))
      .map((verb) => ({
        id: `host-verb-${verb.id}`,
        label: t(`verbs.host.${verb.id}`),
        note: host.config.name,
        icon: <verb.icon size={14} aria-hidden />,
        run: () => void runVerb(verb, host),
      }));
  return [];
}

function useHostCommands(query: string): readonly Command[] {
  const hosts = useHosts();
  return useMemo(() => {
    const found = bestMatches(
      hosts.map((host) => ({ host, label: host.config.name, also: host.config.uri })),
      query,
      LIMIT,
    );
    return found.map(({ host, label, also }) => ({
      id: `host-${host.id}`,
      label,
      note: also,
      icon: <HostIcon status={host.status} />,
      run: () => (location.hash = `#/host/${host.id}`),
    }));
  }, [hosts, query]);
}

function useDomainCommands(query: string): readonly Command[] {
  const domains = useDomains();
  const hosts = useInventory((state) => state.hosts);
  return useMemo(() => {
    const found = bestMatches(
      domains.map((domain) => ({ domain, label: domain.name, also: hosts[domain.host]?.config.name ?? '' })),
      query,
      LIMIT,
    );
    return found.map(({ domain, label, also }) => ({
      id: `vm-${domainKey(domain)}`,
      label,
      note: also,
      icon: <DomainIcon domain={domain} stale={hosts[domain.host]?.stale ?? true} />,
      run: () => (location.hash = `#/vm/${domainKey(domain)}`),
    }));
  }, [domains, hosts, query]);
}

/** Where one may go from anywhere. */
const places = (t: TFunction, route: Route): readonly Command[] => [
  { id: 'fleet', label: t('tree.allHosts'), run: () => (location.hash = '#/') },
  { id: 'deleted', label: t('history.deleted.title'), run: () => (location.hash = '#/deleted') },
  { id: 'settings', label: t('menu.settings'), run: () => (location.hash = '#/settings') },
  // On a host's page it is among the host's verbs.
  ...(route.page === 'host' ? [] : [{ id: 'create', label: t('verbs.host.create'), run: () => newVm(route) }]),
  { id: 'add-host', label: t('shell.addHost'), run: () => openDialog({ kind: 'host' }) },
  { id: 'help', label: t('help.title'), run: () => openDialog({ kind: 'help' }) },
];
