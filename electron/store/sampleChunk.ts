/**
 * One stretch of measurements of one host as bytes: rows (points in time) of all hostColumns and of all domainColumns of each
 * domain. A row per domain and tick in SQL would be 30,000 inserts a minute for 1000 VMs; this is one.
 *
 *   u32 magic, u32 length of the names | names of the columns as JSON, padded to 8 bytes |
 *   u32 uuids, u32 rows | uuids, 36 characters each, padded to 8 bytes | Float64 at[rows] |
 *   Float32 [rows] of { host[host columns], domains[domain columns][uuids] }      (little endian, as every machine this runs on)
 *
 * The names say which columns there were when it was written. Those that came later are gaps when it is read, those that went are passed
 * over. Chunks without them, from before they were kept, begin with `uuids`.
 */
import { domainColumns, hostColumns } from '../../shared/model/stats.ts';

export interface SampleRow {
  /** Epoch ms: when it was sampled, or the middle of what was averaged. */
  readonly at: number;
  /** By hostColumns. */
  readonly host: Float32Array;
  /** Column by column, one value per entry of the chunk's `uuids`. */
  readonly domains: Float32Array;
}

export interface SampleChunk {
  readonly uuids: readonly string[];
  readonly rows: readonly SampleRow[];
}

export interface SampleColumns {
  readonly host: readonly string[];
  readonly domain: readonly string[];
}

const today: SampleColumns = { host: hostColumns, domain: domainColumns };

/** Of chunks without names. Never change these. */
const unnamed: SampleColumns = {
  host: ['cpu', 'memory', 'diskRead', 'diskWrite', 'netReceive', 'netTransmit'],
  domain: [
    'hostCpu',
    'guestCpu',
    'memory',
    'diskRead',
    'diskWrite',
    'diskReadRequests',
    'diskWriteRequests',
    'netReceive',
    'netTransmit',
  ],
};

/** No chunk without names begins with that many UUIDs. */
const MAGIC = 0xd5c0_1001;
const HEAD = 8;
const UUID = 36;

interface Layout {
  /** Where the part without names begins. */
  readonly start: number;
  readonly uuids: number;
  readonly rows: number;
  readonly at: number;
  readonly values: number;
  /** Float32 in a row. */
  readonly perRow: number;
}

const padded = (bytes: number): number => (bytes + 7) & ~7;

function layout(start: number, uuids: number, rows: number, columns: SampleColumns): Layout {
  const at = padded(start + HEAD + uuids * UUID);
  const perRow = columns.host.length + columns.domain.length * uuids;
  return { start, uuids, rows, at, values: at + rows * 8, perRow };
}

/** @param columns those of the rows, where they are not today's */
export function packChunk({ uuids, rows }: SampleChunk, columns: SampleColumns = today): Uint8Array {
  const names = Buffer.from(JSON.stringify(columns));
  const { start, at, values, perRow } = layout(padded(HEAD + names.length), uuids.length, rows.length, columns);
  const bytes = Buffer.alloc(values + rows.length * perRow * 4);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(names.length, 4);
  bytes.set(names, HEAD);
  bytes.writeUInt32LE(uuids.length, start);
  bytes.writeUInt32LE(rows.length, start + 4);
  bytes.write(uuids.join(''), start + HEAD, 'latin1');
  new Float64Array(bytes.buffer, bytes.byteOffset + at, rows.length).set(rows.map((row) => row.at));
  const floats = new Float32Array(bytes.buffer, bytes.byteOffset + values, rows.length * perRow);
  for (const [index, row] of rows.entries()) {
    floats.set(row.host, index * perRow);
    floats.set(row.domains, index * perRow + columns.host.length);
  }
  return bytes;
}

interface OpenChunk extends Layout {
  readonly bytes: Buffer;
  readonly columns: SampleColumns;
  readonly times: Float64Array;
  readonly floats: Float32Array;
}

/** @returns undefined for bytes that are no chunk: one lost stretch must not keep others from being read and written */
function open(packed: Uint8Array): OpenChunk | undefined {
  const bytes = Buffer.from(new Uint8Array(packed).buffer); // a copy that begins at an aligned address
  try {
    const named = bytes.readUInt32LE(0) === MAGIC;
    const length = named ? bytes.readUInt32LE(4) : 0;
    const columns = named ? columnsFrom(bytes.toString('utf8', HEAD, HEAD + length)) : unnamed;
    const start = named ? padded(HEAD + length) : 0;
    const found = layout(start, bytes.readUInt32LE(start), bytes.readUInt32LE(start + 4), columns);
    const times = new Float64Array(bytes.buffer, found.at, found.rows);
    const floats = new Float32Array(bytes.buffer, found.values, found.rows * found.perRow);
    return { ...found, bytes, columns, times, floats };
  } catch (thrown) {
    if (thrown instanceof RangeError || thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

function columnsFrom(json: string): SampleColumns {
  const read: unknown = JSON.parse(json);
  const list = (of: 'host' | 'domain'): readonly string[] => {
    const names: unknown = typeof read === 'object' && read !== null && of in read ? Reflect.get(read, of) : undefined;
    if (!Array.isArray(names)) throw new RangeError(`no names of ${of} columns`);
    return names.map(String);
  };
  return { host: list('host'), domain: list('domain') };
}

/** Where each of today's columns is in the chunk; -1 for those it lacks. */
const places = (wanted: readonly string[], there: readonly string[]): readonly number[] =>
  wanted.map((name) => there.indexOf(name));

/** By today's columns; a chunk that can't be read has no rows. */
export function unpackChunk(packed: Uint8Array): SampleChunk {
  const chunk = open(packed);
  if (chunk === undefined) return { uuids: [], rows: [] };
  const { bytes, start, uuids, columns, times, floats, perRow } = chunk;
  const text = bytes.toString('latin1', start + HEAD, start + HEAD + uuids * UUID);
  const host = places(hostColumns, columns.host);
  const domain = places(domainColumns, columns.domain);
  return {
    uuids: Array.from({ length: uuids }, (_, index) => text.slice(index * UUID, (index + 1) * UUID)),
    rows: Array.from(times, (at, index) => {
      const row = floats.subarray(index * perRow, (index + 1) * perRow);
      return { at, host: picked(row, 0, host, 1), domains: picked(row, columns.host.length, domain, uuids) };
    }),
  };
}

/** Columns of `width` values each, put into today's order. */
function picked(row: Float32Array, first: number, from: readonly number[], width: number): Float32Array {
  const values = new Float32Array(from.length * width).fill(Number.NaN);
  for (const [column, place] of from.entries()) {
    if (place < 0) continue;
    const start = first + place * width;
    values.set(row.subarray(start, start + width), column * width);
  }
  return values;
}

/** Calls `take` with the time and the values of one object (no `uuid`: the host) for each row; reads nothing else of the chunk. */
export function readObject(
  packed: Uint8Array,
  uuid: string | undefined,
  take: (at: number, values: Float32Array) => void,
): void {
  const chunk = open(packed);
  if (chunk === undefined) return;
  const { bytes, start, uuids, columns, times, floats, perRow } = chunk;
  const names = bytes.subarray(start + HEAD, start + HEAD + uuids * UUID);
  const found = uuid === undefined ? 0 : names.indexOf(uuid, 0, 'latin1');
  if (found < 0) return;
  const first = uuid === undefined ? 0 : columns.host.length + found / UUID;
  const stride = uuid === undefined ? 1 : uuids;
  const from = uuid === undefined ? places(hostColumns, columns.host) : places(domainColumns, columns.domain);
  for (const [row, at] of times.entries()) {
    const begin = row * perRow + first;
    const value = (place: number): number => (place < 0 ? Number.NaN : (floats[begin + place * stride] ?? Number.NaN));
    take(at, Float32Array.from(from, value));
  }
}
