/** The line at the top: menus, search, and how to add a host. */
import { Button, Menu, Menubar } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { Plus, Search } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { themes } from '../../shared/model/settings.ts';
import { api } from '../backend.ts';
import { showFailure } from '../nouns/runVerb.ts';
import { DomainMenuItems, HostMenuItems, shortcutText } from '../nouns/verbMenu.tsx';
import { openDialog } from '../store/dialogs.ts';
import { useDomain, useHost, useHosts } from '../store/inventory.ts';
import { useSettings } from '../store/settings.ts';
import styles from './main.module.css';
import { newVm } from './newVm.ts';
import type { Route } from './routes.ts';

interface HeaderProps {
  readonly route: Route;
  readonly onToggleTasks: () => void;
}

export function Header({ route, onToggleTasks }: HeaderProps): ReactElement {
  const { t } = useTranslation();
  return (
    <header className={styles.header}>
      <a className={styles.logo} href="#/">
        <img src="./icon.svg" width="20" height="20" alt="" />
        VirtDeck
      </a>
      <Menubar className={styles.menus ?? ''} aria-label={t('menu.label')}>
        <FileMenu route={route} />
        <ViewMenu onToggleTasks={onToggleTasks} />
        <HostMenu route={route} />
        <VmMenu route={route} />
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
      <NewVmButton route={route} />
    </header>
  );
}

/** Nothing to make a VM on: then a host comes first. */
function NewVmButton({ route }: { readonly route: Route }): ReactElement | null {
  const { t } = useTranslation();
  if (useHosts().length === 0) return null;
  return (
    <Button leftSection={<Plus size={14} aria-hidden />} aria-keyshortcuts="Alt+N" onClick={() => newVm(route)}>
      {t('shell.newVm')}
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
      <Menu.Item disabled={none} rightSection={shortcutText('Alt+N')} onClick={() => newVm(route)}>
        {t('verbs.host.create')}
      </Menu.Item>
      <Menu.Item onClick={() => openDialog({ kind: 'host' })}>{t('shell.addHost')}…</Menu.Item>
      <Menu.Item onClick={() => (location.hash = '#/settings')}>{t('menu.settings')}</Menu.Item>
    </TopMenu>
  );
}

function ViewMenu({ onToggleTasks }: { readonly onToggleTasks: () => void }): ReactElement {
  const { t } = useTranslation();
  const { theme } = useSettings();
  return (
    <TopMenu label={t('menu.view')}>
      <Menu.Item onClick={() => (location.hash = '#/fleet/overview')}>{t('fleet.overview')}</Menu.Item>
      <Menu.Item onClick={() => (location.hash = '#/')}>{t('fleet.vms')}</Menu.Item>
      <Menu.Item onClick={() => (location.hash = '#/deleted')}>{t('history.deleted.title')}</Menu.Item>
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

function HostMenu({ route }: { readonly route: Route }): ReactElement {
  const { t } = useTranslation();
  const host = useHost('host' in route ? route.host : '');
  return (
    <TopMenu label={t('menu.host')}>
      {host ? <HostMenuItems host={host} /> : <Menu.Item disabled>{t('menu.noHost')}</Menu.Item>}
    </TopMenu>
  );
}

function VmMenu({ route }: { readonly route: Route }): ReactElement {
  const { t } = useTranslation();
  const domain = useDomain('uuid' in route ? route : { host: '', uuid: '' });
  return (
    <TopMenu label={t('menu.vm')}>
      {domain ? <DomainMenuItems domains={[domain]} /> : <Menu.Item disabled>{t('menu.noVm')}</Menu.Item>}
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
