/** Passwords and passphrases that the user asked to remember: kept encrypted by the desktop's keychain, or not at all. */
import { appError } from '../../shared/errors.ts';
import type { HostId } from '../../shared/model/host.ts';
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
  /** The texts kept under a key, or undefined; what can't be decrypted any more is forgotten. */
  get(key: SecretKey): Promise<readonly string[] | undefined>;
  /** @throws AppError `secretStoreUnavailable` */
  set(key: SecretKey, texts: readonly string[]): Promise<void>;
  forget(key: SecretKey): Promise<void>;
}

/** What a secret is for. One of a host goes when the host is removed; one of this workstation ('') is the passphrase of a key file. */
export interface SecretKey {
  readonly host: HostId;
  readonly name: string;
}

export function rememberedSecrets(database: Database, secrets: SecretStore): RememberedSecrets {
  const forget = ({ host, name }: SecretKey): Promise<void> =>
    database.run('DELETE FROM secrets WHERE host = ? AND name = ?', host, name);
  return {
    available: () => secrets.available(),
    get: async ({ host, name }) => {
      const [row] = await database.all('SELECT encrypted FROM secrets WHERE host = ? AND name = ?', host, name);
      const encrypted = row?.['encrypted'];
      if (!(encrypted instanceof Uint8Array) || !(await secrets.available())) return undefined;
      try {
        const texts: unknown = JSON.parse(await secrets.decrypt(encrypted));
        return Array.isArray(texts) ? texts.map(String) : undefined;
      } catch {
        await forget({ host, name }); // another user's keychain, or a new one: it can never be read again
        return undefined;
      }
    },
    set: async ({ host, name }, texts) => {
      if (!(await secrets.available())) {
        throw appError('secretStoreUnavailable', 'there is no safe place for secrets here');
      }
      const encrypted = await secrets.encrypt(JSON.stringify(texts));
      await database.run(
        'INSERT INTO secrets (host, name, encrypted) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET encrypted = ?3',
        host,
        name,
        encrypted,
      );
    },
    forget,
  };
}
