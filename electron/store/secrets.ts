/** Passwords and passphrases that the user asked to remember: kept encrypted by the desktop's keychain, or not at all. */
import { appError } from '../../shared/errors.ts';
import type { Database } from './database.ts';

/** What encrypts. In the desktop it is Electron's safeStorage; elsewhere there is none and secrets stay in memory. */
export interface SecretStore {
  /** False also where the only backend would keep secrets as plain text. */
  available(): Promise<boolean>;
  encrypt(text: string): Promise<Uint8Array>;
  decrypt(bytes: Uint8Array): Promise<string>;
}

export interface RememberedSecrets {
  available(): Promise<boolean>;
  /** The texts kept under a name, or undefined; what can't be decrypted any more is forgotten. */
  get(name: string): Promise<readonly string[] | undefined>;
  /** @throws AppError `secretStoreUnavailable` */
  set(name: string, texts: readonly string[]): Promise<void>;
  forget(name: string): Promise<void>;
}

export function rememberedSecrets(database: Database, secrets: SecretStore): RememberedSecrets {
  const forget = (name: string): Promise<void> => database.run('DELETE FROM secrets WHERE name = ?', name);
  return {
    available: () => secrets.available(),
    get: async (name) => {
      const [row] = await database.all('SELECT encrypted FROM secrets WHERE name = ?', name);
      const encrypted = row?.['encrypted'];
      if (!(encrypted instanceof Uint8Array) || !(await secrets.available())) return undefined;
      try {
        const texts: unknown = JSON.parse(await secrets.decrypt(encrypted));
        return Array.isArray(texts) ? texts.map(String) : undefined;
      } catch {
        await forget(name); // another user's keychain, or a new one: it can never be read again
        return undefined;
      }
    },
    set: async (name, texts) => {
      if (!(await secrets.available())) {
        throw appError('secretStoreUnavailable', 'there is no safe place for secrets here');
      }
      const encrypted = await secrets.encrypt(JSON.stringify(texts));
      await database.run(
        'INSERT INTO secrets (name, encrypted) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET encrypted = ?2',
        name,
        encrypted,
      );
    },
    forget,
  };
}

/** The browser variant's: nothing is ever written. */
export const noSecretStore: SecretStore = {
  available: () => Promise.resolve(false),
  encrypt: () => Promise.reject(appError('secretStoreUnavailable', 'there is no safe place for secrets here')),
  decrypt: () => Promise.reject(appError('secretStoreUnavailable', 'there is no safe place for secrets here')),
};
