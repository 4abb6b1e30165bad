import { expect, test } from 'vitest';
import { mapInTurns, takeInTurns, workInTurns } from './turns.ts';

/** Longer than a slice. */
function work(): void {
  const until = performance.now() + 10;
  while (performance.now() < until);
}

/** Turns that others got meanwhile. */
async function turnsDuring(long: Promise<unknown>): Promise<number> {
  let turns = 0;
  let going = true;
  const count = (): void => {
    turns += 1;
    if (going) setImmediate(count);
  };
  setImmediate(count);
  await long;
  going = false;
  return turns;
}

test('a long list is mapped as by Array.map, and others get their turn meanwhile', async () => {
  const items = Array.from({ length: 64 }, (_, at) => at);
  const turns = await turnsDuring(mapInTurns(items, work));
  expect(turns).toBeGreaterThan(1);
  expect(await mapInTurns(items, (item) => item * 2)).toEqual(items.map((item) => item * 2));
});

test('steps are taken in order, and others get their turn between those that take long', async () => {
  function* steps(): Generator<number> {
    for (let step = 0; step < 4; step++) {
      work();
      yield step;
    }
  }
  const taking = takeInTurns(steps());
  expect(await turnsDuring(taking)).toBeGreaterThan(1);
  expect(await taking).toEqual([0, 1, 2, 3]);
});

test('many short steps are gone through to the end, and others get their turn meanwhile', async () => {
  function* steps(): Generator<void, string, void> {
    for (let count = 0; count < 48; count++) {
      work();
      yield;
    }
    return 'all';
  }
  const done = workInTurns(steps());
  expect(await turnsDuring(done)).toBeGreaterThanOrEqual(2);
  expect(await done).toBe('all');
});
