/**
 * One stretch of measurements of one host as bytes: rows (points in time) of all hostColumns and of all domainColumns of each
 * domain. A row per domain and tick in SQL would be 30,000 inserts a minute for 1000 VMs; this is one.
 *
 *   u32 uuids, u32 rows | uuids, 36 characters each, padded to 8 bytes | Float64 at[rows] |
 *   Float32 [rows] of { host[hostColumns], domains[domainColumns][uuids] }      (little endian, as every machine this runs on)
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

const HEAD = 8;
const UUID = 36;

interface Layout {
  readonly uuids: number;
  readonly rows: number;
  readonly at: number;
  readonly values: number;
  /** Float32 in a row. */
  readonly perRow: number;
}

function layout(uuids: number, rows: number): Layout {
  const at = (HEAD + uuids * UUID + 7) & ~7;
  return { uuids, rows, at, values: at + rows * 8, perRow: hostColumns.length + domainColumns.length * uuids };
}

export function packChunk({ uuids, rows }: SampleChunk): Uint8Array {
  const { at, values, perRow } = layout(uuids.length, rows.length);
  const bytes = Buffer.alloc(values + rows.length * perRow * 4);
  bytes.writeUInt32LE(uuids.length, 0);
  bytes.writeUInt32LE(rows.length, 4);
  bytes.write(uuids.join(''), HEAD, 'latin1');
  new Float64Array(bytes.buffer, bytes.byteOffset + at, rows.length).set(rows.map((row) => row.at));
  const floats = new Float32Array(bytes.buffer, bytes.byteOffset + values, rows.length * perRow);
  for (const [index, row] of rows.entries()) {
    floats.set(row.host, index * perRow);
    floats.set(row.domains, index * perRow + hostColumns.length);
  }
  return bytes;
}

interface OpenChunk extends Layout {
  readonly bytes: Buffer;
  readonly times: Float64Array;
  readonly floats: Float32Array;
}

function open(packed: Uint8Array): OpenChunk {
  const bytes = Buffer.from(new Uint8Array(packed).buffer); // a copy that begins at an aligned address
  const found = layout(bytes.readUInt32LE(0), bytes.readUInt32LE(4));
  const times = new Float64Array(bytes.buffer, found.at, found.rows);
  const floats = new Float32Array(bytes.buffer, found.values, found.rows * found.perRow);
  return { ...found, bytes, times, floats };
}

export function unpackChunk(packed: Uint8Array): SampleChunk {
  const { bytes, uuids, times, floats, perRow } = open(packed);
  const text = bytes.toString('latin1', HEAD, HEAD + uuids * UUID);
  return {
    uuids: Array.from({ length: uuids }, (_, index) => text.slice(index * UUID, (index + 1) * UUID)),
    rows: Array.from(times, (at, index) => ({
      at,
      host: floats.subarray(index * perRow, index * perRow + hostColumns.length),
      domains: floats.subarray(index * perRow + hostColumns.length, (index + 1) * perRow),
    })),
  };
}

/** Calls `take` with the time and the values of one object (no `uuid`: the host) for each row; reads nothing else of the chunk. */
export function readObject(
  packed: Uint8Array,
  uuid: string | undefined,
  take: (at: number, values: Float32Array) => void,
): void {
  const { bytes, uuids, times, floats, perRow } = open(packed);
  const place = uuid === undefined ? 0 : bytes.subarray(HEAD, HEAD + uuids * UUID).indexOf(uuid, 0, 'latin1');
  if (place < 0) return;
  for (const [row, at] of times.entries()) {
    const start = row * perRow;
    if (uuid === undefined) take(at, floats.subarray(start, start + hostColumns.length));
    else {
      const first = start + hostColumns.length + place / UUID;
      take(
        at,
        Float32Array.from(domainColumns, (_, column) => floats[first + column * uuids] ?? Number.NaN),
      );
    }
  }
}
