/** What this workstation remembers, in one SQLite file of the user's: `virtdeck.sqlite` in the data directory. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from './database.ts';
import { definitionStore, type DefinitionStore } from './definitions.ts';
import { objectStore, type ObjectStore } from './objects.ts';
import { hostStore, type HostStore } from './hosts.ts';
import { sampleStore, type SampleStore } from './samples.ts';
import { rememberedSecrets, type RememberedSecrets, type SecretStore } from './secrets.ts';
import { settingsStore, type SettingsStore } from './settings.ts';
import { waitingEditsStore, type WaitingEditsStore } from './waitingEdits.ts';
import { pruneTasks, taskStore, type TaskStore } from './tasks.ts';

export interface Store {
  readonly hosts: HostStore;
  readonly settings: SettingsStore;
  readonly objects: ObjectStore;
  readonly definitions: DefinitionStore;
  readonly samples: SampleStore;
  readonly tasks: TaskStore;
  readonly secrets: RememberedSecrets;
  readonly waitingEdits: WaitingEditsStore;
  /** Where an unreadable file was put aside when this one was opened. */
  readonly movedTo?: string;
  /** Waits for what was written before. */
  close(): Promise<void>;
}

/** @throws AppError `storeFailed` with the file and SQLite's words */
export async function openStore(directory: string, secrets: SecretStore): Promise<Store> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const database = await openDatabase(join(directory, 'virtdeck.sqlite'));
  const objects = objectStore(database);
  await pruneTasks(database);
  return {
    hosts: hostStore(database),
    settings: settingsStore(database),
    objects,
    definitions: definitionStore(database),
    samples: sampleStore(database),
    tasks: taskStore(database),
    secrets: rememberedSecrets(database, secrets),
    waitingEdits: waitingEditsStore(database),
    ...(database.movedTo !== undefined && { movedTo: database.movedTo }),
    close: async () => {
      await objects.flush();
      await database.close();
    },
  };
}
