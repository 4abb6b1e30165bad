/** Secrets the user asked to remember, in the system's keychain by Electron's safeStorage. */
import type { SafeStorage } from 'electron';
import { appError } from '../../shared/errors.ts';
import type { SecretStore } from '../store/secrets.ts';

type Storage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/** On a desktop without a keychain Electron "encrypts" with a password that is in its source; that is none. */
export function keychainSecrets(storage: Storage, platform: NodeJS.Platform = process.platform): SecretStore {
  const isPlain = (): boolean => platform === 'linux' && storage.getSelectedStorageBackend() === 'basic_text';
  const available = async (): Promise<boolean> => !isPlain() && (await storage.isAsyncEncryptionAvailable());
  const guarded = async <T>(act: () => Promise<T>): Promise<T> => {
    if (!(await available())) throw appError('secretStoreUnavailable', 'this desktop has no keychain');
    try {
      return await act();
    } catch (thrown) {
      const raw = thrown instanceof Error ? thrown.message : String(thrown);
      throw appError('secretStoreUnavailable', 'the keychain refused', { raw });
    }
  };
  return {
    available,
    encrypt: (text) => guarded(() => storage.encryptStringAsync(text)),
    decrypt: (bytes) => guarded(async () => (await storage.decryptStringAsync(Buffer.from(bytes))).result),
  };
}
