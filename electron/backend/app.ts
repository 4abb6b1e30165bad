/** About the program itself, and the user's settings. */
import type { app as contract, AppInfo } from '../../shared/api/app.ts';
import type { Settings, SettingsPatch } from '../../shared/model/settings.ts';
import type { NounHandlers } from '../../shared/rpc/contract.ts';
import type { SettingsStore } from '../store/settings.ts';
import { Feed } from './inventory/feed.ts';

export interface SettingsOwner {
  readonly current: Settings;
  readonly handlers: NounHandlers<typeof contract>;
}

export async function openSettings(store: SettingsStore, info: () => Promise<AppInfo>): Promise<SettingsOwner> {
  let current = await store.read();
  const feed = new Feed<Settings>({ merge: (_older, newer) => newer });
  return {
    get current() {
      return current;
    },
    handlers: {
      info,
      watchSettings: (_input, { signal }) => feed.watch(current, signal),
      updateSettings: async (patch) => {
        current = merge(current, patch);
        feed.push(current);
        await store.write(current);
        return current;
      },
    },
  };
}

function merge(before: Settings, { console, layout, ...rest }: SettingsPatch): Settings {
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const consoleKnown = Object.fromEntries(Object.entries(console ?? {}).filter(([, value]) => value !== undefined));
  return {
    ...before,
    ...known,
    console: { ...before.console, ...consoleKnown },
    layout: { ...before.layout, ...layout },
  };
}
