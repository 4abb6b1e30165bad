import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { appError, type AppError } from '../../../shared/errors.ts';
import type { ObjectTable } from './objectTable.ts';
import { Inventory } from './inventory.ts';
import { isNotSupported, ObjectMirror, type MirrorDescription } from './objectMirror.ts';
import { untilDone } from './untilDone.ts';
import { openFake, type Fake } from '../../../test/fakeLibvirtd/openFake.ts';
import type { ObjectRecords } from '../../../shared/model/objects.ts';

type Secret = ObjectRecords['secret'];
const secret: Secret = { host: 'h', uuid: 'u1', name: 'one', ephemeral: false, private: false };
const silent = appError('timeout', 'no answer in time');
const broken = appError('libvirt', 'it is broken');

let fake: Fake;
let life: AbortController;
let table: ObjectTable<Secret>;
beforeEach(async () => {
  fake = await openFake();
  life = new AbortController();
  const inventory = new Inventory();
  inventory.addHost({
    id: 'h',
    config: { id: 'h', uri: 'test:///default', name: 'h', autoconnect: false },
    status: { kind: 'disconnected' },
    stale: true,
  });
  table = inventory.of('secret');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  life.abort();
  vi.useRealTimers();
  await fake.connection.close();
});

/** A mirror whose lists fail as told, one after the other, and then come. */
function mirrorOf(...failures: readonly AppError[]) {
  const waiting = [...failures];
  const seen = { lists: 0, registrations: 0, told: Array.of<unknown>() };
  const onError = (thrown: unknown): void => void seen.told.push(thrown);
  const description: MirrorDescription<Secret> = {
    list: async () => {
      seen.lists += 1;
      const failure = waiting.shift();
      if (failure !== undefined) throw failure;
      return { patches: [['u1', () => secret]], unsure: [] };
    },
    readOne: async () => () => secret,
    events: [{ subscribe: async () => void (seen.registrations += 1) }],
    every: 3_600_000,
  };
  const lanes = { control: fake.connection, bulk: fake.connection };
  const { signal } = life;
  const mirror = new ObjectMirror(description, { host: 'h', table, lanes, signal, isWanted: () => true, onError });
  const loading = untilDone(() => mirror.load(), { signal, isFinal: isNotSupported, onError });
  return { seen, loading };
}

describe('a kind whose first list fails', () => {
  test('is listed again, after 2, 5 and 15 seconds and then every 30, until it is there', async () => {
    const { seen, loading } = mirrorOf(silent, silent, silent, silent, silent);
    for (const [at, ms] of [2000, 5000, 15_000, 30_000, 30_000].entries()) {
      await vi.advanceTimersByTimeAsync(ms - 1);
      expect(seen.lists).toBe(at + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(seen.lists).toBe(at + 2);
    }
    await loading;
    expect(table.get('h', 'u1')).toEqual(secret);
  });

  test('is registered for once', async () => {
    const { seen, loading } = mirrorOf(silent, silent);
    await vi.advanceTimersByTimeAsync(7000);
    await loading;
    expect(seen.lists).toBe(3);
    expect(seen.registrations).toBe(1);
  });

  test('is told of once for each kind of failure', async () => {
    const { seen } = mirrorOf(silent, silent, broken, silent, broken);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(seen.told).toEqual([silent, broken]);
  });

  test('is asked for no more when the connection is over', async () => {
    const { seen, loading } = mirrorOf(silent, silent, silent);
    await vi.advanceTimersByTimeAsync(2000);
    life.abort();
    await loading;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen.lists).toBe(2);
    expect(table.ids('h')).toEqual([]);
  });

  test('because the driver has no such objects is asked for once', async () => {
    const missing = appError('notSupported', 'no such driver');
    const { seen, loading } = mirrorOf(missing);
    await expect(loading).rejects.toBe(missing);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen).toEqual({ lists: 1, registrations: 1, told: [] });
  });
});
