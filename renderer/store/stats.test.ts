import { afterEach, describe, expect, it } from 'vitest';
import { domainColumns, hostColumns, type StatsTick } from '../../shared/model/stats.ts';
import { latest, latestAt, onTick, recent, watchStats, type Measure } from './stats.ts';

const bytesOf = (values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);

function tickOf(host: string, at: number, value: number, rows?: readonly string[]): StatsTick {
  return {
    host,
    at,
    hostValues: bytesOf(hostColumns.map(() => value)),
    perCpu: bytesOf([]),
    values: bytesOf(domainColumns.map(() => value)),
    ...(rows === undefined ? {} : { rows }),
  };
}

/** A backend whose ticks the test sends. */
function backend() {
  const opened: {
    readonly hosts: readonly string[];
    send(tick: StatsTick): void;
    breakOff(): void;
    aborted(): boolean;
  }[] = [];
  const watch = (
    input: { hosts: string[] },
    options: { signal?: AbortSignal } = {},
  ): AsyncIterableIterator<StatsTick> => {
    let push: (tick: StatsTick | undefined) => void = () => undefined;
    const queue: (StatsTick | undefined)[] = [];
    push = (tick) => queue.push(tick);
    let wake: () => void = () => undefined;
    options.signal?.addEventListener('abort', () => wake());
    opened.push({
      hosts: input.hosts,
      send: (tick) => (push(tick), wake()),
      breakOff: () => (push(undefined), wake()),
      aborted: () => options.signal?.aborted ?? false,
    });
    async function* ticks(): AsyncGenerator<StatsTick, undefined> {
      for (;;) {
        if (options.signal?.aborted) return undefined;
        if (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        if (queue.length === 0) continue;
        const tick = queue.shift();
        if (tick === undefined) throw new Error('the port closed');
        yield tick;
      }
    }
    return ticks();
  };
  return { opened, watch };
}

const memory: Measure = { of: 'domain', ref: { host: 'h1', uuid: 'a' }, columns: ['memory'] };
const makePoints = (capacity: number) => ({
  at: new Float64Array(capacity),
  values: new Float32Array(capacity),
  length: 0,
});
const nextTick = (): Promise<string> =>
  new Promise((resolve) => {
    const stop = onTick((host) => (stop(), resolve(host)));
  });

afterEach(() => watchStats([]));

describe('live measurements', () => {
  it('knows the latest value of a domain, the sum of columns, and of the host', async () => {
    const { opened, watch } = backend();
    watchStats(['h1'], watch);
    const told = nextTick();
    opened[0]?.send(tickOf('h1', 1000, 7, ['a']));
    expect(await told).toBe('h1');
    expect(latest(memory)).toBe(7);
    expect(latest({ of: 'domain', ref: { host: 'h1', uuid: 'a' }, columns: ['diskRead', 'diskWrite'] })).toBe(14);
    expect(latest({ of: 'host', host: 'h1', columns: ['cpu'] })).toBe(7);
    expect(latestAt('h1')).toBe(1000);
  });

  it('does not know what was never measured', () => {
    expect(latest(memory)).toBeNaN();
    expect(latestAt('h1')).toBeUndefined();
  });

  it('gives the recent points of one domain, oldest first', async () => {
    const { opened, watch } = backend();
    watchStats(['h1'], watch);
    for (const [at, rows] of [
      [1000, ['a']],
      [3000, undefined],
      [5000, undefined],
    ] as const) {
      const told = nextTick();
      opened[0]?.send(tickOf('h1', at, at / 1000, rows));
      await told;
    }
    const points = makePoints(10);
    recent(memory, 2000, points);
    expect([...points.at.subarray(0, points.length)]).toEqual([3000, 5000]);
    expect([...points.values.subarray(0, points.length)]).toEqual([3, 5]);
  });

  it('keeps its subscription while the hosts stay the same, and replaces it when they change', () => {
    const { opened, watch } = backend();
    watchStats(['h1', 'h2'], watch);
    watchStats(['h2', 'h1', 'h1'], watch);
    expect(opened).toHaveLength(1);
    watchStats(['h2'], watch);
    expect(opened.map(({ hosts }) => hosts)).toEqual([['h1', 'h2'], ['h2']]);
    expect(opened[0]?.aborted()).toBe(true);
  });

  it('forgets a host that is no longer watched, and says so', async () => {
    const { opened, watch } = backend();
    watchStats(['h1'], watch);
    const told = nextTick();
    opened[0]?.send(tickOf('h1', 1000, 7, ['a']));
    await told;
    const toldAgain = nextTick();
    watchStats(['h2'], watch);
    expect(await toldAgain).toBe('h1');
    expect(latestAt('h1')).toBeUndefined();
  });

  it('watches again after its subscription broke, and needs the rows anew', async () => {
    const { opened, watch } = backend();
    watchStats(['h1'], watch);
    let told = nextTick();
    opened[0]?.send(tickOf('h1', 1000, 1, ['a']));
    await told;
    opened[0]?.breakOff();
    await expect.poll(() => opened.length, { timeout: 10_000 }).toBe(2);
    // Values without rows can't be told apart in a new subscription: skipped, not guessed.
    opened[1]?.send(tickOf('h1', 2000, 2));
    told = nextTick();
    opened[1]?.send(tickOf('h1', 3000, 3, ['a']));
    await told;
    const points = makePoints(10);
    recent(memory, 0, points);
    expect([...points.values.subarray(0, points.length)]).toEqual([1, 3]);
  });
});
