/** Samples in the local store: how they are averaged, how long they are kept, and that nobody waits for them. */
import { describe, expect, test } from 'vitest';
import { host, start, storeFolder, ticks, uuidOf } from './storeFolder.ts';

const { open, reopen } = storeFolder();

describe('samples', () => {
  const whole = { from: start, to: start + 86_400_000 };

  test('of a minute, a quarter of an hour and two hours are averaged as each has passed; unknown values stay out of it', async () => {
    const store = await open();
    await store.hosts.save(host);
    const minutes = 121;
    for (let minute = 0; minute < minutes; minute++) {
      const unknownAtFirst = (row: number): number => (row < 10 ? Number.NaN : minute);
      await store.samples.add('h1', [ticks(minute * 60_000, 30, unknownAtFirst)]);
    }
    const cpu = async (step: 60 | 900 | 7200): Promise<readonly number[]> => {
      const { values, columns: width } = await store.samples.series({ host: 'h1', step, ...whole });
      return Array.from(values).filter((_, index) => index % width === 0);
    };
    expect((await cpu(60)).slice(0, 3)).toEqual([0, 1, 2]);
    expect(await cpu(900)).toEqual([7, 22, 37, 52, 67, 82, 97, 112]);
    expect(await cpu(7200)).toEqual([59.5]);
  });

  test('a stretch that was begun by an earlier run of the program is averaged by the next one', async () => {
    let store = await open();
    await store.hosts.save(host);
    await store.samples.add('h1', [ticks(0, 10, () => 2)]);
    store = await reopen(store);
    await store.samples.add('h1', [ticks(30_000, 15, () => 4), ticks(60_000, 1)]);
    const { at, values } = await store.samples.series({ host: 'h1', uuid: uuidOf(0), step: 60, ...whole });
    expect([...at]).toHaveLength(1);
    expect(values[0]).toBeCloseTo((10 * 2 + 15 * 4) / 25);
  });

  test('go when they have been kept long enough, the coarse ones last', async () => {
    const store = await open();
    await store.hosts.save(host);
    await store.samples.add('h1', [ticks(0, 60)]);
    await store.samples.prune(start + 2 * 3_600_000);
    expect((await store.samples.series({ host: 'h1', step: 0, ...whole })).at).toHaveLength(0);
    expect((await store.samples.series({ host: 'h1', step: 60, ...whole })).at).toHaveLength(1);
  });

  test('of a thousand machines are written and read while the event loop goes on turning', async () => {
    const store = await open();
    await store.hosts.save(host);
    let turns = 0;
    let counting = true;
    const count = (): void => {
      turns += 1;
      if (counting) setImmediate(count);
    };
    count();
    for (let minute = 0; minute < 5; minute++) {
      const before = turns;
      await store.samples.add('h1', [ticks(minute * 60_000, 30, Math.random, 1000)]);
      expect(turns).toBeGreaterThan(before);
    }
    const before = turns;
    const { at } = await store.samples.series({ host: 'h1', uuid: uuidOf(999), step: 0, ...whole });
    expect(turns).toBeGreaterThan(before);
    expect(at).toHaveLength(150);
    counting = false;
  });
});
