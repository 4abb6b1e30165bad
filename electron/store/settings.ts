import { settings, type Settings } from '../../shared/model/settings.ts';
import type { Database } from './database.ts';

export interface SettingsStore {
  /** What is missing or broken is its default. */
  read(): Promise<Settings>;
  write(value: Settings): Promise<void>;
}

export function settingsStore(database: Database): SettingsStore {
  return {
    read: async () => {
      const rows = await database.all('SELECT key, value FROM settings');
      return settings.parse(Object.fromEntries(rows.map((row) => [row['key'], JSON.parse(String(row['value']))])));
    },
    write: (value) =>
      database.transaction(
        Object.entries(value).map(([key, part]) => ({
          sql: 'INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2',
          values: [key, JSON.stringify(part)],
        })),
      ),
  };
}
