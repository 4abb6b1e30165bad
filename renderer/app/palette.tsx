/** Ctrl+K: goes to any object, and does to the current one whatever can be done. */
import { Spotlight } from '@mantine/spotlight';
import type { ParseKeys, TFunction } from 'i18next';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { objectKey } from '../../shared/model/objectRef.ts';
import type { ObjectRecords } from '../../shared/model/objects.ts';
import { hrefOf, objectHref, routeObject, type Route } from '../../shared/model/route.ts';
import { refTo, targetOf } from '../nouns/noun.ts';
import { describedKinds, groupedKinds, isDescribed, nounOf, type DescribedKind } from '../nouns/nounOf.ts';
import { applies, beginVerb } from '../nouns/runVerb.ts';
import { openDialog } from '../store/dialogs.ts';
import { recordsNow, useHost, useInventory, useRecord } from '../store/inventory.ts';
import { bestMatches } from './bestMatches.ts';
import { newDomain } from './newDomain.ts';
import styles from './palette.module.css';

/** Objects of a kind shown at a time; typing narrows them. */
const LIMIT = 20;

interface Command {
  readonly id: string;
  readonly label: string;
  /** At the right, in grey: of which VM, on which host, which URI. */
  readonly note?: string;
  readonly icon?: ReactNode;
  readonly run: () => void;
}

interface CommandGroup {
  readonly label: ParseKeys;
  readonly commands: readonly Command[];
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
  const groups: readonly CommandGroup[] = [
    { label: 'palette.actions', commands: bestMatches(useVerbs(route), query) },
    ...useObjectGroups(query),
    { label: 'palette.places', commands: bestMatches(places(t, route), query) },
  ];
  const found = groups.filter(({ commands }) => commands.length > 0);
  if (found.length === 0) return <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>;
  return (
    <Spotlight.ActionsList>
      {found.map(({ label, commands }) => (
        <Spotlight.ActionsGroup key={label} label={t(label)}>
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
 * What can be done now with the page's object, or where that is not known with its host, in the order of its menu. Found by the verb alone:
 * who types the object's name means its page, not the first thing that could be done to it.
 */
function useVerbs(route: Route): readonly Command[] {
  const { t } = useTranslation();
  const ref = routeObject(route);
  const own = ref !== undefined && isDescribed(ref) ? ref : undefined;
  const record = useRecord(own);
  const host = useHost(ref?.host ?? '');
  if (own !== undefined && record !== undefined) return verbCommands(own.kind, record, t);
  return host === undefined ? [] : verbCommands('host', host, t);
}

function verbCommands<K extends DescribedKind>(kind: K, record: ObjectRecords[K], t: TFunction): readonly Command[] {
  const { verbs, name } = nounOf[kind];
  const target = targetOf(kind, record);
  return verbs
    .filter((verb) => applies(verb, target))
    .map((verb) => ({
      id: `verb-${verb.id}`,
      label: t(verb.label),
      note: name(record),
      icon: <verb.icon size={14} aria-hidden />,
      run: () => void beginVerb(kind, verb, [record]),
    }));
}

/** The pages of all objects of a kind. */
function objectCommands<K extends DescribedKind>(
  kind: K,
  records: readonly ObjectRecords[K][],
  query: string,
): readonly Command[] {
  const { name, note, icon, look } = nounOf[kind];
  const targets = records.map((record) => targetOf(kind, record));
  const found = bestMatches(
    targets.map((target) => ({ target, label: name(target.record), also: note(target) })),
    query,
    LIMIT,
  );
  return found.map(({ target, label, also }) => {
    const ref = refTo(kind, target.record);
    return {
      id: objectKey(ref),
      label,
      note: also,
      icon: icon(target.record, { stale: look(target) === 'stale' }),
      run: () => (location.hash = objectHref(ref)),
    };
  });
}

/** By kind; looked up again whenever anything of any host changes. */
function useObjectGroups(query: string): readonly CommandGroup[] {
  useInventory();
  return describedKinds.map((kind) => ({
    label: nounOf[kind].words.many,
    commands: objectCommands(kind, recordsNow(kind), query),
  }));
}

/** Where one may go from anywhere. */
const places = (t: TFunction, route: Route): readonly Command[] => [
  { id: 'fleet', label: t('tree.allHosts'), run: () => (location.hash = hrefOf({ page: 'fleet', tab: '' })) },
  ...groupedKinds.map((kind) => ({
    id: kind,
    label: t(nounOf[kind].words.many),
    run: () => (location.hash = hrefOf({ page: 'fleet', tab: kind })),
  })),
  { id: 'deleted', label: t('history.deleted.title'), run: () => (location.hash = hrefOf({ page: 'deleted' })) },
  { id: 'settings', label: t('menu.settings'), run: () => (location.hash = hrefOf({ page: 'settings' })) },
  // On a host's page it is among the host's verbs.
  ...(routeObject(route)?.kind === 'host'
    ? []
    : [{ id: 'create', label: t('host.verbs.create'), run: () => newDomain(route) }]),
  { id: 'add-host', label: t('shell.addHost'), run: () => openDialog({ kind: 'host' }) },
  { id: 'help', label: t('help.title'), run: () => openDialog({ kind: 'help' }) },
];
