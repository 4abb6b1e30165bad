/** Measurements over time: as sampled for half an hour, then coarser and coarser. */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { HostId } from '../../shared/model/host.ts';
import type { Database } from './database.ts';
import { packChunk, unpackChunk, type SampleChunk } from './sampleChunk.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Seconds per row (0: as sampled) and how long such rows are kept. */
export const sampleSteps = [
  { step: 0, keepMs: 30 * 60_000 },
  { step: 60, keepMs: 2 * 86_400_000 },
  { step: 900, keepMs: 60 * 86_400_000 },
  { step: 7200, keepMs: 2 * 366 * 86_400_000 },
] as const;
export type SampleStep = (typeof sampleSteps)[number]['step'];

export interface SampleStore {
  add(host: HostId, step: SampleStep, chunk: SampleChunk): Promise<void>;
  /** Chunks that touch the span, oldest first. */
  read(host: HostId, step: SampleStep, from: number, to: number): Promise<readonly SampleChunk[]>;
  /** Drops what has been kept long enough. */
  prune(now: number): Promise<void>;
}

export function sampleStore(database: Database): SampleStore {
  return {
    add: async (host, step, chunk) => {
      const first = chunk.rows[0];
      const last = chunk.rows.at(-1);
      if (!first || !last) return;
      const data = await deflate(packChunk(chunk), { level: 1 });
      await database.run(
        'INSERT OR REPLACE INTO samples (host, step, start, finish, data) VALUES (?, ?, ?, ?, ?)',
        host,
        step,
        first.at,
        last.at,
        data,
      );
    },
    read: async (host, step, from, to) => {
      const rows = await database.all(
        'SELECT data FROM samples WHERE host = ? AND step = ? AND finish >= ? AND start <= ? ORDER BY start',
        host,
        step,
        from,
        to,
      );
      const chunks: SampleChunk[] = [];
      for (const row of rows) {
        const data = row['data'];
        if (data instanceof Uint8Array) chunks.push(unpackChunk(await inflate(data)));
      }
      return chunks;
    },
    prune: (now) =>
      database.transaction(
        sampleSteps.map(({ step, keepMs }) => ({
          sql: 'DELETE FROM samples WHERE step = ? AND finish < ?',
          values: [step, now - keepMs],
        })),
      ),
  };
}
