import { describe, expect, test } from 'vitest';
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

describe('a chunk of a version with other columns', () => {
  const older = {
    host: hostColumns.filter((column) => column !== 'memory'),
    domain: ['gone', ...domainColumns.filter((column) => column !== 'guestCpu')],
  };
  const packed = packChunk(
    {
      uuids,
      rows: [
        {
          at: 1_800_000_000_000,
          host: Float32Array.from(older.host, (_, column) => column),
          domains: Float32Array.from({ length: older.domain.length * 2 }, (_, index) => index),
        },
      ],
    },
    older,
  );

  test("is read by today's: what it lacks is a gap, what went is passed over", () => {
    const [row] = unpackChunk(packed).rows;
    expect(Object.fromEntries(hostColumns.map((name, column) => [name, row?.host[column]]))).toMatchObject({
      cpu: 0,
      memory: Number.NaN,
      diskRead: 1,
    });
    const domain = (place: number) =>
      Object.fromEntries(domainColumns.map((name, column) => [name, row?.domains[column * 2 + place]]));
    expect(domain(0)).toMatchObject({ hostCpu: 2, guestCpu: Number.NaN, memory: 4 });
    expect(domain(1)).toMatchObject({ hostCpu: 3, guestCpu: Number.NaN, memory: 5 });
  });

  test('gives one object the same values', () => {
    const read: number[][] = [];
    readObject(packed, uuids[1], (_at, values) => read.push([...values.subarray(0, 3)]));
    readObject(packed, undefined, (_at, values) => read.push([...values.subarray(0, 3)]));
    expect(read).toEqual([
      [3, Number.NaN, 5],
      [0, Number.NaN, 1],
    ]);
  });
});

test('a chunk from before names were kept is read', () => {
  const packed = Buffer.from(packChunk(chunk));
  const start = (8 + packed.readUInt32LE(4) + 7) & ~7;
  const rows: unknown[] = [];
  readObject(packed.subarray(start), uuids[1], (at, values) => rows.push([at, values[0], values[1]]));
  expect(rows).toEqual([
    [1_800_000_000_000, 1, 3],
    [1_800_000_002_000, 1001, 1003],
  ]);
});

test('bytes that are no chunk are a gap, not an end', () => {
  for (const bytes of [Buffer.alloc(3), Buffer.alloc(16, 0xff), Buffer.from(packChunk(chunk)).subarray(0, 300)]) {
    expect(unpackChunk(bytes)).toEqual({ uuids: [], rows: [] });
    readObject(bytes, uuids[0], () => expect.unreachable());
  }
});
