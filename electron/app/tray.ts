/** The tray: says how many hosts are connected, brings the window back. */
import type { Menu, MenuItemConstructorOptions, Tray } from 'electron';
import type { Api } from '../../shared/api/contract.ts';
import { apply, noChanges } from '../../shared/changes.ts';
import type { Host } from '../../shared/model/host.ts';
import type { Language } from '../shell/language.ts';
import { filled, words } from './words.ts';

export interface TrayParts {
  readonly tray: Pick<Tray, 'setToolTip' | 'setContextMenu' | 'on'>;
  readonly buildMenu: (template: MenuItemConstructorOptions[]) => Menu;
  readonly language: Language;
  readonly show: () => void;
  readonly quit: () => void;
}

/** Keeps the tray up to date until the signal aborts. */
export async function runTray(api: Api, parts: TrayParts, signal: AbortSignal): Promise<void> {
  const { tray, buildMenu, language, show, quit } = parts;
  tray.setContextMenu(
    buildMenu([
      { label: words.show[language], click: show },
      { type: 'separator' },
      { label: words.quit[language], click: quit },
    ]),
  );
  tray.on('click', show);
  let hosts: Readonly<Record<string, Host>> = {};
  for await (const changes of api.inventory.watch({ kinds: ['host'] }, { signal })) {
    hosts = apply(hosts, changes.host ?? noChanges());
    const all = Object.values(hosts);
    const connected = all.filter(({ status }) => status.kind === 'connected').length;
    tray.setToolTip(filled(words.hostsConnected[language], { connected, hosts: all.length }));
  }
}
