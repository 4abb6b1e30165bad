import { expect, test } from 'vitest';
import { domainColumns, hostColumns } from '../../shared/model/stats.ts';
import { packChunk, readObject, unpackChunk, type SampleChunk } from './sampleChunk.ts';

const uuids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
const chunk: SampleChunk = {
  uuids,
  rows: [1_800_000_000_000, 1_800_000_002_000].map((at, row) => ({
    at,
    host: Float32Array.from(hostColumns, (_, column) => row * 100 + column),
    domains: Float32Array.from({ length: domainColumns.length * uuids.length }, (_, index) => row * 1000 + index),
  })),
};

test('what is packed comes out again', () => {
  const { uuids: found, rows } = unpackChunk(packChunk(chunk));
  expect(found).toEqual(uuids);
  expect(rows.map(({ at, host, domains }) => ({ at, host: [...host], domains: [...domains] }))).toEqual(
    chunk.rows.map(({ at, host, domains }) => ({ at, host: [...host], domains: [...domains] })),
  );
});

test('one domain is read without the others', () => {
  const rows: unknown[] = [];
  readObject(packChunk(chunk), uuids[1], (at, values) => rows.push([at, values[0], values[1]]));
  expect(rows).toEqual([
    [1_800_000_000_000, 1, 3],
    [1_800_000_002_000, 1001, 1003],
  ]);
});

test('the host is read without its domains; a domain that is not there has no rows', () => {
  const host: number[] = [];
  readObject(packChunk(chunk), undefined, (_at, values) => host.push(values[1] ?? Number.NaN));
  expect(host).toEqual([1, 101]);
  const none: number[] = [];
  readObject(packChunk(chunk), 'ffffffff-0000-4000-8000-000000000002', (at) => none.push(at));
  expect(none).toEqual([]);
});

test('a host without running domains has rows all the same', () => {
  const rows = chunk.rows.map((row) => ({ ...row, domains: new Float32Array(0) }));
  expect(unpackChunk(packChunk({ uuids: [], rows })).rows).toHaveLength(2);
});
