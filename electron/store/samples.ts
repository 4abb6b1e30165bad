/** Measurements over time: as sampled for an hour, then coarser and coarser. Packing and averaging is the store's thread's work. */
import type { HostId } from '../../shared/model/host.ts';
import type { Database } from './database.ts';
import type { SampleChunk } from './sampleChunk.ts';

/** Seconds per row (0: as sampled) and how long such rows are kept. */
export const sampleSteps = [
  { step: 0, keepMs: 3_600_000 },
  { step: 60, keepMs: 2 * 86_400_000 },
  { step: 900, keepMs: 60 * 86_400_000 },
  { step: 7200, keepMs: 2 * 366 * 86_400_000 },
] as const;
export type SampleStep = (typeof sampleSteps)[number]['step'];

/** Rows of a host (no `uuid`) or of one of its domains; `from` and `to` in epoch ms. */
export interface SeriesQuery {
  readonly host: HostId;
  readonly uuid?: string | undefined;
  readonly step: SampleStep;
  readonly from: number;
  readonly to: number;
}

/** Oldest first; `values` row by row, `columns` each (hostColumns or domainColumns). */
export interface SeriesRows {
  readonly at: Float64Array;
  readonly columns: number;
  readonly values: Float32Array;
}

export interface SampleStore {
  /** Records what was sampled, oldest first; a host that was removed meanwhile is passed over. */
  add(host: HostId, chunks: readonly SampleChunk[]): Promise<void>;
  series(query: SeriesQuery): Promise<SeriesRows>;
  /** Drops what has been kept long enough. */
  prune(now: number): Promise<void>;
}

export function sampleStore(database: Database): SampleStore {
  return {
    add: (host, chunks) => database.addSamples(host, chunks),
    series: (query) => database.series(query),
    prune: (now) => database.pruneSamples(now),
  };
}
