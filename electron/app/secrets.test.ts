import type { SafeStorage } from 'electron';
import { describe, expect, test } from 'vitest';
import { standIn } from '../../test/electron/standIn.ts';
import { keychainSecrets } from './secrets.ts';

const storage = (backend: ReturnType<SafeStorage['getSelectedStorageBackend']>, isAvailable = true): SafeStorage =>
  standIn<SafeStorage>({
    getSelectedStorageBackend: () => backend,
    isAsyncEncryptionAvailable: async () => isAvailable,
    encryptStringAsync: async (text) => Buffer.from(text).reverse(),
    decryptStringAsync: async (bytes) => {
      if (bytes.length === 0) throw new Error('the ring is locked');
      return { shouldReEncrypt: false, result: Buffer.from(bytes).reverse().toString() };
    },
  });

describe('the keychain', () => {
  test('gives back what it was given', async () => {
    const secrets = keychainSecrets(storage('gnome_libsecret'), 'linux');
    expect(await secrets.available()).toBe(true);
    const bytes = await secrets.encrypt('geheim');
    expect(await secrets.decrypt(bytes)).toBe('geheim');
  });

  test('is none where Electron would only pretend to encrypt', async () => {
    const secrets = keychainSecrets(storage('basic_text'), 'linux');
    expect(await secrets.available()).toBe(false);
    await expect(secrets.encrypt('geheim')).rejects.toMatchObject({ code: 'secretStoreUnavailable' });
    expect(await keychainSecrets(storage('basic_text'), 'darwin').available()).toBe(true);
    expect(await keychainSecrets(storage('kwallet6', false), 'linux').available()).toBe(false);
  });

  test('that refuses is an error with its words', async () => {
    const secrets = keychainSecrets(storage('kwallet6'), 'linux');
    await expect(secrets.decrypt(new Uint8Array(0))).rejects.toMatchObject({
      data: { code: 'secretStoreUnavailable', raw: 'the ring is locked' },
    });
  });
});
