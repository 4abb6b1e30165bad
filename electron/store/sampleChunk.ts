/**
 * One stretch of measurements of one host as bytes: rows (points in time) of all hostColumns and of all domainColumns of each
 * domain. A row per domain and tick in SQL would be 30,000 inserts a minute for 1000 VMs; this is one.
 *
 *   u32 length of the head | head: JSON { uuids } | Float64 at[rows] | Float32 host[rows][hostColumns] |
 *   Float32 domains[rows][domainColumns][uuids]            (little endian, as every machine this runs on)
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

const aligned = (length: number): number => (length + 7) & ~7;

export function packChunk({ uuids, rows }: SampleChunk): Uint8Array {
  const head = new TextEncoder().encode(JSON.stringify({ uuids, rows: rows.length }));
  const start = aligned(4 + head.length);
  const perRow = hostColumns.length + domainColumns.length * uuids.length;
  const bytes = new Uint8Array(start + rows.length * (8 + perRow * 4));
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  new Float64Array(bytes.buffer, start, rows.length).set(rows.map(({ at }) => at));
  const values = new Float32Array(bytes.buffer, start + rows.length * 8);
  for (const [index, row] of rows.entries()) {
    values.set(row.host, index * perRow);
    values.set(row.domains, index * perRow + hostColumns.length);
  }
  return bytes;
}

export function unpackChunk(packed: Uint8Array): SampleChunk {
  const bytes = packed.slice(); // its own, aligned buffer
  const headLength = new DataView(bytes.buffer).getUint32(0, true);
  const head: { uuids: string[]; rows: number } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headLength)));
  const start = aligned(4 + headLength);
  const perRow = hostColumns.length + domainColumns.length * head.uuids.length;
  const at = new Float64Array(bytes.buffer, start, head.rows);
  const values = new Float32Array(bytes.buffer, start + head.rows * 8, head.rows * perRow);
  return {
    uuids: head.uuids,
    rows: Array.from(at, (time, index) => ({
      at: time,
      host: values.subarray(index * perRow, index * perRow + hostColumns.length),
      domains: values.subarray(index * perRow + hostColumns.length, (index + 1) * perRow),
    })),
  };
}
