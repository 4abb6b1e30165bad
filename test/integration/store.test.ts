/** The local store on a real file, in its thread. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { SecretStore } from '../../electron/store/secrets.ts';
import { recordKey } from '../../shared/model/objectRef.ts';
import { settings } from '../../shared/model/settings.ts';
import { changed, domain, domainRef, host, storeFolder, ticks, uuidOf } from './storeFolder.ts';

const folder = storeFolder();
const { open, reopen } = folder;

/** A stand-in for a keychain: what is written must not be the secret itself. */
const keychain: SecretStore = {
  available: async () => true,
  encrypt: async (text) => Buffer.from(text).map((byte) => byte ^ 0x5a),
  decrypt: async (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString(),
};

describe('what was kept is there after a restart', () => {
  test('hosts with facts and the time they were last seen, in the order they were added', async () => {
    let store = await open();
    await store.hosts.save(host);
    await store.hosts.save({ ...host, id: 'h2', name: 'host two' });
    await store.hosts.save({ ...host, name: 'renamed' });
    await store.hosts.saveLastSeen('h1', 12345);
    store = await reopen(store);
    expect(await store.hosts.all()).toEqual([
      { config: { ...host, name: 'renamed' }, lastSeen: 12345 },
      { config: { ...host, id: 'h2', name: 'host two' } },
    ]);
  });

  test('the last known rows of a host, also those that were still waiting to be written', async () => {
    let store = await open();
    await store.hosts.save(host);
    const saved = store.objects.save('domain', changed(domain(1), domain(2)));
    const again = store.objects.save('domain', {
      ...changed(domain(1, 'renamed')),
      removed: [recordKey(domainRef(2))],
    });
    store = await reopen(store);
    await Promise.all([saved, again]);
    expect(await store.objects.of('h1', 'domain')).toEqual([[uuidOf(1), domain(1, 'renamed')]]);
    expect(await store.objects.of('h1', 'network')).toEqual([]);
  });

  test('settings; what is broken in them is its default', async () => {
    let store = await open();
    const defaults = await store.settings.read();
    await store.settings.write({ ...defaults, theme: 'dark', layout: { tree: { width: 300 } } });
    store = await reopen(store);
    expect(await store.settings.read()).toEqual({
      ...settings.parse({}),
      theme: 'dark',
      layout: { tree: { width: 300 } },
    });
  });
});

describe('definitions', () => {
  const version = (xml: string, seenAt: number, task?: string) => ({
    of: domainRef(1),
    kind: 'persistent' as const,
    hash: `hash of ${xml}`,
    seenAt,
    xml,
    ...(task !== undefined && { task }),
  });

  test('every version is kept with who made it; the same text again is no version', async () => {
    const store = await open();
    await store.hosts.save(host);
    await store.definitions.add([version('<a/>', 1)]);
    await store.definitions.add([version('<a/>', 2)]);
    await store.definitions.add([version('<b/>', 3, 'task-1')]);
    await store.definitions.add([version('<a/>', 4)]);
    const versions = await store.definitions.versions(domainRef(1), 'persistent');
    expect(versions.map(({ hash, seenAt, task }) => [hash, seenAt, task])).toEqual([
      ['hash of <a/>', 4, undefined],
      ['hash of <b/>', 3, 'task-1'],
      ['hash of <a/>', 1, undefined],
    ]);
    expect((await store.definitions.latest(domainRef(1), 'persistent'))?.xml).toBe('<a/>');
  });

  test('what was read earlier and comes late is not taken for the newest', async () => {
    const store = await open();
    await store.hosts.save(host);
    await store.definitions.add([version('<new/>', 1000)]);
    await store.definitions.add([version('<old/>', 900)]);
    expect((await store.definitions.latest(domainRef(1), 'persistent'))?.xml).toBe('<new/>');
  });

  test('a version is kept although the clock was set back', async () => {
    const store = await open();
    await store.hosts.save(host);
    await store.definitions.add([version('<before/>', 10_000_000)]);
    await store.definitions.add([version('<after/>', 1000)]);
    expect((await store.definitions.latest(domainRef(1), 'persistent'))?.xml).toBe('<after/>');
  });
});

describe('a removed host', () => {
  test('leaves nothing behind, not even what is written just after', async () => {
    const store = await open(keychain);
    await store.hosts.save(host);
    await store.objects.save('domain', changed(domain(1)));
    await store.secrets.set({ host: 'h1', name: 'password' }, ['secret']);
    await store.hosts.remove('h1');
    await store.objects.save('domain', changed(domain(1)));
    await store.samples.add('h1', [ticks(0, 1)]);
    expect(await store.objects.of('h1', 'domain')).toEqual([]);
    expect(await store.secrets.get({ host: 'h1', name: 'password' })).toBeUndefined();
    expect((await store.samples.series({ host: 'h1', step: 0, from: 0, to: Date.now() })).at).toHaveLength(0);
  });
});

describe('secrets', () => {
  test('are encrypted in the file and come back', async () => {
    const store = await open(keychain);
    await store.secrets.set({ host: 'h1', name: 'password' }, ['hunter2']);
    expect(await store.secrets.get({ host: 'h1', name: 'password' })).toEqual(['hunter2']);
    await store.close();
    expect((await readFile(folder.file)).includes('hunter2')).toBe(false);
  });

  test('are refused where there is no safe place', async () => {
    const store = await open();
    await expect(store.secrets.set({ host: 'h1', name: 'password' }, ['hunter2'])).rejects.toMatchObject({
      code: 'secretStoreUnavailable',
    });
  });

  test('that can no longer be decrypted are forgotten', async () => {
    const store = await open({ ...keychain, decrypt: () => Promise.reject(new Error('another keychain')) });
    await store.secrets.set({ host: 'h1', name: 'password' }, ['hunter2']);
    expect(await store.secrets.get({ host: 'h1', name: 'password' })).toBeUndefined();
  });
});
