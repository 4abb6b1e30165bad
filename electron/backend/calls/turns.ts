/** Long work in slices, so that the event loop answers others in between. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work before others get their turn. */
const SLICE_MS = 8;
/** Items between two looks at the clock. */
const LOOK_ITEMS = 16;

/** Maps a long list as `Array.map` does. */
export async function mapInTurns<T, R>(items: Iterable<T>, map: (item: T) => R): Promise<readonly R[]> {
  const results: R[] = [];
  let until = performance.now() + SLICE_MS;
  for (const item of items) {
    results.push(map(item));
    if (results.length % LOOK_ITEMS !== 0 || performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + SLICE_MS;
  }
  return results;
}

/** Takes what a generator yields, each step of which takes a noticeable time. */
export async function takeInTurns<T>(steps: Iterable<T>): Promise<readonly T[]> {
  const taken: T[] = [];
  let until = performance.now() + SLICE_MS;
  for (const step of steps) {
    taken.push(step);
    if (performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + SLICE_MS;
  }
  return taken;
}

/** Goes through a generator's steps, each of which is short. @returns what it returns */
export async function workInTurns<R>(steps: Generator<void, R, void>): Promise<R> {
  let until = performance.now() + SLICE_MS;
  for (let count = 1; ; count++) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (count % LOOK_ITEMS !== 0 || performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + SLICE_MS;
  }
}

/** Works on a long list part by part; others get their turn between parts. */
export async function inParts<T>(items: readonly T[], size: number, work: (part: readonly T[]) => void): Promise<void> {
  for (let at = 0; at < items.length; at += size) {
    if (at > 0) await nextTurn();
    work(items.slice(at, at + size));
  }
}
