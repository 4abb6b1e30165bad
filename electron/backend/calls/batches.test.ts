import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Batches } from './batches.ts';

/** Batches that stay under way until they are told to end. */
function held(size: number) {
  const life = new AbortController();
  const begun: (readonly string[])[] = [];
  const faults: unknown[] = [];
  const ends: PromiseWithResolvers<void>[] = [];
  const batches = new Batches({
    size,
    signal: life.signal,
    work: async (batch) => {
      begun.push(batch);
      const end = Promise.withResolvers<void>();
      ends.push(end);
      await end.promise;
    },
    onError: (thrown) => faults.push(thrown),
  });
  const next = async (fault?: Error): Promise<void> => {
    const end = ends.shift();
    if (fault) end?.reject(fault);
    else end?.resolve();
    await turn();
  };
  return { batches, begun, faults, life, next };
}

test('so many are worked on at a time, in the order in which they were asked for', async () => {
  const { batches, begun, next } = held(2);
  batches.want(['a', 'b', 'c']);
  expect(begun).toEqual([['a', 'b']]);
  await next();
  expect(begun).toEqual([['a', 'b'], ['c']]);
});

test('what waits already is worked on once, what is under way once more', async () => {
  const { batches, begun, next } = held(2);
  batches.want(['a', 'b', 'c']);
  batches.want(['c', 'a']);
  await next();
  expect(begun).toEqual([
    ['a', 'b'],
    ['c', 'a'],
  ]);
  await next();
  expect(begun).toHaveLength(2);
});

test('a batch that fails is told, and the next one begins', async () => {
  const { batches, begun, faults, next } = held(1);
  batches.want(['a', 'b']);
  const fault = new Error('unreadable');
  await next(fault);
  expect(faults).toEqual([fault]);
  expect(begun).toEqual([['a'], ['b']]);
});

test('after the end no batch begins, and none is told to have failed', async () => {
  const { batches, begun, faults, life, next } = held(1);
  batches.want(['a', 'b']);
  life.abort();
  await next(new Error('cut off'));
  batches.want(['c']);
  await turn();
  expect(begun).toEqual([['a']]);
  expect(faults).toEqual([]);
});

test('what is asked for at whatever moment while the last batch ends is worked on', async () => {
  const worked: string[] = [];
  const work = async (batch: readonly string[]): Promise<void> => void worked.push(...batch);
  const batches = new Batches({
    size: 4,
    work,
    signal: new AbortController().signal,
    onError: (thrown) => expect.unreachable(String(thrown)),
  });
  for (let moments = 0; moments < 10; moments++) {
    batches.want([`first ${moments}`]);
    for (let moment = 0; moment < moments; moment++) await Promise.resolve();
    batches.want([`late ${moments}`]);
    await turn();
    expect(worked).toContain(`late ${moments}`);
  }
});
