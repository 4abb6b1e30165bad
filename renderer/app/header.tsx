/** The line at the top: menus, search, and how to add a host. */
import { Button, Menu, Menubar } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { Plus, Search } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { themes } from '../../shared/model/settings.ts';
import { hostRef, type ObjectRef } from '../../shared/model/objectRef.ts';
import { hrefOf, routeObject, type Route } from '../../shared/model/route.ts';
import { api } from '../backend.ts';
import { showFailure } from '../nouns/runVerb.ts';
import { describedKinds, groupedKinds, nounOf, type DescribedKind } from '../nouns/nounOf.ts';
import { shortcutText } from '../nouns/shortcut.ts';
import { VerbMenuItems } from '../nouns/verbMenu.tsx';
import { openDialog } from '../store/dialogs.ts';
import { useHosts, useRecord } from '../store/inventory.ts';
import { useSettings } from '../store/settings.ts';
import styles from './main.module.css';
import { newDomain } from './newDomain.ts';

interface HeaderProps {
  readonly route: Route;
  readonly onToggleTasks: () => void;
}

export function Header({ route, onToggleTasks }: HeaderProps): ReactElement {
  const { t } = useTranslation();
  return (
    <header className={styles.header}>
      <a className={styles.logo} href={hrefOf({ page: 'fleet', tab: '' })}>
        <img src="./icon.svg" width="20" height="20" alt="" />
        VirtDeck
      </a>
      <Menubar className={styles.menus ?? ''} aria-label={t('menu.label')}>
        <FileMenu route={route} />
        <ViewMenu onToggleTasks={onToggleTasks} />
        {describedKinds.map((kind) => (
          <NounMenu key={kind} kind={kind} of={ofKind(routeObject(route), kind)} />
        ))}
        <HelpMenu />
      </Menubar>
      <button type="button" className={styles.search} onClick={() => spotlight.open()} aria-keyshortcuts="Control+K">
        <Search size={13} aria-hidden />
        {t('palette.open')}
        <kbd aria-hidden>{shortcutText('mod+K')}</kbd>
      </button>
      <Button
        variant={useHosts().length > 0 ? 'default' : 'filled'}
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => openDialog({ kind: 'host' })}
      >
        {t('shell.addHost')}
      </Button>
      <NewDomainButton route={route} />
    </header>
  );
}

/** What a menu of this kind is about. */
const ofKind = (ref: ObjectRef | undefined, kind: DescribedKind): ObjectRef<DescribedKind> | undefined =>
  ref && (kind === 'host' ? hostRef(ref.host) : ref.kind === kind ? { ...ref, kind } : undefined);

/** Nothing to make a VM on: then a host comes first. */
function NewDomainButton({ route }: { readonly route: Route }): ReactElement | null {
  const { t } = useTranslation();
  if (useHosts().length === 0) return null;
  return (
    <Button leftSection={<Plus size={14} aria-hidden />} aria-keyshortcuts="Alt+N" onClick={() => newDomain(route)}>
      {t('shell.newDomain')}
    </Button>
  );
}

function TopMenu({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <Menubar.Menu offset={4}>
      <Menubar.Target className={styles.menu}>{label}</Menubar.Target>
      <Menubar.Dropdown>{children}</Menubar.Dropdown>
    </Menubar.Menu>
  );
}

function FileMenu({ route }: { readonly route: Route }): ReactElement {
  const { t } = useTranslation();
  const none = useHosts().length === 0;
  return (
    <TopMenu label={t('menu.file')}>
      <Menu.Item disabled={none} rightSection={shortcutText('Alt+N')} onClick={() => newDomain(route)}>
        {t('host.verbs.create')}
      </Menu.Item>
      <Menu.Item onClick={() => openDialog({ kind: 'host' })}>{t('shell.addHost')}…</Menu.Item>
      <Menu.Item onClick={() => (location.hash = hrefOf({ page: 'settings' }))}>{t('menu.settings')}</Menu.Item>
    </TopMenu>
  );
}

function ViewMenu({ onToggleTasks }: { readonly onToggleTasks: () => void }): ReactElement {
  const { t } = useTranslation();
  const { theme } = useSettings();
  return (
    <TopMenu label={t('menu.view')}>
      <Menu.Item onClick={() => (location.hash = hrefOf({ page: 'fleet', tab: 'overview' }))}>
        {t('fleet.overview')}
      </Menu.Item>
      <Menu.Item onClick={() => (location.hash = hrefOf({ page: 'fleet', tab: '' }))}>{t('fleet.domains')}</Menu.Item>
      {groupedKinds.map((kind) => (
        <Menu.Item key={kind} onClick={() => (location.hash = hrefOf({ page: 'fleet', tab: kind }))}>
          {t(nounOf[kind].words.many)}
        </Menu.Item>
      ))}
      <Menu.Item onClick={() => (location.hash = hrefOf({ page: 'deleted' }))}>{t('history.deleted.title')}</Menu.Item>
      <Menu.Item onClick={onToggleTasks}>{t('menu.tasks')}</Menu.Item>
      <Menu.Divider />
      <Menu.RadioGroup value={theme} onChange={chooseTheme}>
        {themes.map((one) => (
          <Menu.RadioItem key={one} value={one}>
            {t(`menu.theme.${one}`)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </TopMenu>
  );
}

function chooseTheme(chosen: string): void {
  const theme = themes.find((one) => one === chosen);
  if (theme !== undefined) api.app.updateSettings({ theme }).catch(showFailure);
}

interface NounMenuProps<K extends DescribedKind> {
  readonly kind: K;
  /** The page's object, or its host. */
  readonly of: ObjectRef<K> | undefined;
}

/** Of a noun that says nothing where none is open there is no menu then. */
function NounMenu<K extends DescribedKind>({ kind, of }: NounMenuProps<K>): ReactElement | null {
  const { t } = useTranslation();
  const record = useRecord(of);
  const { words } = nounOf[kind];
  if (record === undefined && words.noneOpen === undefined) return null;
  return (
    <TopMenu label={t(words.one)}>
      {record === undefined ? (
        <Menu.Item disabled>{words.noneOpen && t(words.noneOpen)}</Menu.Item>
      ) : (
        <VerbMenuItems kind={kind} records={[record]} />
      )}
    </TopMenu>
  );
}

function HelpMenu(): ReactElement {
  const { t } = useTranslation();
  return (
    <TopMenu label={t('menu.help')}>
      <Menu.Item rightSection="?" onClick={() => openDialog({ kind: 'help' })}>
        {t('help.title')}
      </Menu.Item>
    </TopMenu>
  );
}
