import { expect, test } from 'vitest';
import { Queue } from './queue.ts';

test('a slow reader gets everything in order, then the end', async () => {
  const queue = new Queue<number>();
  const reader = queue.read();
  queue.push(1);
  expect((await reader.next()).value).toBe(1);
  for (const item of [2, 3]) queue.push(item);
  queue.end();
  expect([(await reader.next()).value, (await reader.next()).value]).toEqual([2, 3]);
  expect((await reader.next()).done).toBe(true);
});

test('a reader that waits hears of what comes', async () => {
  const queue = new Queue<undefined>();
  const waiting = queue.read().next();
  queue.push(undefined);
  expect(await waiting).toEqual({ done: false, value: undefined });
});

test('an end with a reason fails after what was pushed, and no later end changes that', async () => {
  const queue = new Queue<string>();
  const reader = queue.read();
  queue.push('last');
  queue.end(new Error('torn off'));
  queue.end();
  expect((await reader.next()).value).toBe('last');
  await expect(reader.next()).rejects.toThrow('torn off');
});
