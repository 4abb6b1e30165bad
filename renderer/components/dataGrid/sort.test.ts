import { describe, expect, test } from 'vitest';
import type { Column } from './column.ts';
import { filterRows, nextSort, sortRows, type Sort } from './sort.ts';

interface Row {
  readonly name: string;
  readonly state: string;
  readonly size: number;
}

const column = (id: string, compare: (a: Row, b: Row) => number): Column<Row> => ({
  id,
  label: id,
  width: '1fr',
  standard: true,
  compare,
  render: () => id,
});
const columns = [
  column('name', (a, b) => a.name.localeCompare(b.name)),
  column('state', (a, b) => a.state.localeCompare(b.state)),
  column('size', (a, b) => a.size - b.size),
];
const rows: readonly Row[] = [
  { name: 'd', state: 'off', size: 1 },
  { name: 'c', state: 'on', size: 2 },
  { name: 'b', state: 'on', size: 1 },
  { name: 'a', state: 'off', size: 1 },
];
const names = (sort: Sort): string =>
  sortRows(rows, columns, sort)
    .map(({ name }) => name)
    .join('');
const by = (...ids: readonly string[]): Sort =>
  ids.map((id) => ({ id: id.replace('-', ''), ascending: !id.startsWith('-') }));

describe('rows', () => {
  test('stand by each column in turn', () => {
    expect(names(by('state', 'size'))).toBe('adbc');
    expect(names(by('-state', '-size'))).toBe('cbad');
  });

  test('that are equal stand by name, whichever way round they are sorted', () => {
    expect(names(by('size'))).toBe('abdc');
    expect(names(by('-size'))).toBe('cabd');
  });

  test('stand by name where nothing else is asked for, or a column that is gone', () => {
    expect(names([])).toBe('abcd');
    expect(names(by('gone'))).toBe('abcd');
    expect(names(by('-name'))).toBe('dcba');
  });

  test('are found by a part of any text, in any case', () => {
    const found = (text: string) => filterRows(rows, ({ name, state }) => [name, state, undefined], text).length;
    expect([found(' ON '), found('a'), found('xyz'), found('  ')]).toEqual([2, 1, 0, 4]);
  });
});

describe('a press on a heading', () => {
  test('sorts by that column alone, and pressed again turns it round', () => {
    expect(nextSort(by('name', 'state'), 'size', false)).toEqual(by('size'));
    expect(nextSort(by('size'), 'size', false)).toEqual(by('-size'));
    expect(nextSort(by('-size'), 'size', false)).toEqual(by('size'));
    expect(nextSort(by('name', '-size'), 'size', false)).toEqual(by('size'));
  });

  test('with Shift adds the column, turns it round, and takes it out again', () => {
    const two = nextSort(by('state'), 'size', true);
    expect(two).toEqual(by('state', 'size'));
    const turned = nextSort(two, 'size', true);
    expect(turned).toEqual(by('state', '-size'));
    expect(nextSort(turned, 'size', true)).toEqual(by('state'));
  });

  test('with Shift never leaves the rows without an order', () => {
    expect(nextSort(by('-state'), 'state', true)).toEqual(by('state'));
  });
});
