import { describe, expect, it } from 'vitest';
import { domainColumns, hostColumns, type StatsTick } from '../../shared/model/stats.ts';
import { decodeTick, domainValueIn, floatsOf, hostValueIn, TickHistory, type DecodedTick } from './tickHistory.ts';

const bytesOf = (values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
const columns = domainColumns.length;

/** Values such that row r of column c is c * 10 + r. */
function tickOf(at: number, rows: readonly string[], named = true): StatsTick {
  const values = domainColumns.flatMap((_name, column) => rows.map((_row, row) => column * 10 + row));
  return {
    host: 'h1',
    at,
    hostValues: bytesOf(hostColumns.map((_name, column) => column / 2)),
    perCpu: bytesOf([0.25, 0.5]),
    values: bytesOf(values),
    ...(named ? { rows } : {}),
  };
}

function decoded(tick: StatsTick, before?: DecodedTick): DecodedTick {
  const result = decodeTick(tick, before?.layout);
  if (result === undefined) throw new Error('the tick did not decode');
  return result;
}

describe('decoding a tick', () => {
  it('reads column by column, one row per domain', () => {
    const tick = decoded(tickOf(1, ['a', 'b', 'c']));
    expect(domainValueIn(tick, 'b', 'hostCpu')).toBe(1);
    expect(domainValueIn(tick, 'c', 'netTransmit')).toBe((columns - 1) * 10 + 2);
    expect(hostValueIn(tick, 'memory')).toBe(0.5);
    expect([...tick.perCpu]).toEqual([0.25, 0.5]);
  });

  it('knows nothing of a domain that has no row', () => {
    expect(domainValueIn(decoded(tickOf(1, ['a'])), 'z', 'memory')).toBeNaN();
  });

  it('keeps the rows of the tick before when none are sent', () => {
    const first = decoded(tickOf(1, ['a', 'b']));
    const second = decoded(tickOf(2, ['a', 'b'], false), first);
    expect(second.layout).toBe(first.layout);
    expect(domainValueIn(second, 'b', 'guestCpu')).toBe(11);
  });

  it('refuses values that do not fit the rows', () => {
    const first = decoded(tickOf(1, ['a', 'b']));
    expect(decodeTick(tickOf(2, ['a'], false), first.layout)).toBeUndefined();
    expect(decodeTick(tickOf(2, ['a'], false), undefined)).toBeUndefined();
  });

  it('reads bytes at an odd offset: a view into a larger message', () => {
    const message = new Uint8Array(9);
    message.set(bytesOf([1.5, 2.5]), 1);
    expect([...floatsOf(message.subarray(1))]).toEqual([1.5, 2.5]);
  });
});

describe('the history of ticks', () => {
  const times = (history: TickHistory): number[] =>
    Array.from({ length: history.length }, (_, index) => history.at(index)?.at ?? Number.NaN);

  it('drops the oldest beyond its number of ticks', () => {
    const history = new TickHistory({ ticks: 3, bytes: 1e6 });
    for (const at of [1, 2, 3, 4, 5]) history.push(decoded(tickOf(at, ['a'])));
    expect(times(history)).toEqual([3, 4, 5]);
    expect(history.latest?.at).toBe(5);
  });

  it('drops the oldest beyond its number of bytes, but never the newest', () => {
    const size = 4 * (columns + hostColumns.length + 2) + 8;
    const history = new TickHistory({ ticks: 100, bytes: 2 * size });
    for (const at of [1, 2, 3, 4]) history.push(decoded(tickOf(at, ['a'])));
    expect(times(history)).toEqual([3, 4]);
    history.push(decoded(tickOf(5, ['a', 'b', 'c', 'd', 'e'])));
    expect(times(history)).toEqual([5]);
  });

  it('lets a clock that was set back overtake what it contradicts', () => {
    const history = new TickHistory({ ticks: 10, bytes: 1e6 });
    for (const at of [10, 20, 30, 20]) history.push(decoded(tickOf(at, ['a'])));
    expect(times(history)).toEqual([10, 20]);
  });

  it('has nothing outside its ends', () => {
    const history = new TickHistory({ ticks: 2, bytes: 1e6 });
    expect(history.latest).toBeUndefined();
    history.push(decoded(tickOf(1, ['a'])));
    expect(history.at(-1)).toBeUndefined();
    expect(history.at(1)).toBeUndefined();
  });
});
