import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Feed } from './feed.ts';

const joined = (gatherMs?: number): Feed<string> =>
  new Feed({ merge: (first, second) => first + second, ...(gatherMs !== undefined && { gatherMs }) });

test('a reader that is behind gets everything it missed as one item', async () => {
  const feed = joined();
  const reader = feed.watch('a', new AbortController().signal);
  expect((await reader.next()).value).toBe('a');
  for (const item of 'bcd') feed.push(item);
  expect((await reader.next()).value).toBe('bcd');
});

test('the first change goes out at once, those that follow are gathered', async () => {
  let clock = 0;
  const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
  onTestFinished(() => now.mockRestore());
  const feed = joined(60_000);
  const reader = feed.watch('a', new AbortController().signal);
  await reader.next();
  clock += 60_000;
  feed.push('b');
  expect((await reader.next()).value).toBe('b');
  feed.push('c');
  const given: string[] = [];
  const gathered = reader.next().then(({ value }) => given.push(value ?? ''));
  await nextTurn();
  expect(given).toEqual([]);
  clock += 60_000;
  feed.push('d');
  await gathered;
  expect(given).toEqual(['cd']);
});

test('each reader has its own place', async () => {
  const feed = joined();
  const slow = feed.watch('a', new AbortController().signal);
  const fast = feed.watch('a', new AbortController().signal);
  await slow.next();
  await fast.next();
  feed.push('b');
  await fast.next();
  feed.push('c');
  expect([(await fast.next()).value, (await slow.next()).value]).toEqual(['c', 'bc']);
});

test('aborting ends a reader that waits', async () => {
  const abort = new AbortController();
  const reader = joined().watch('a', abort.signal);
  await reader.next();
  const waiting = reader.next();
  abort.abort();
  expect((await waiting).done).toBe(true);
});

test('what is urgent does not wait, and takes along what was gathered', async () => {
  const feed = joined(60_000);
  const reader = feed.watch('a', new AbortController().signal);
  await reader.next();
  const gathered = reader.next();
  feed.push('b');
  feed.push('c', true);
  expect((await gathered).value).toBe('bc');
});
