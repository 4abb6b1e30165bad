/** Measurements over time, as the rest of the program asks for them. Packing and averaging is the store's thread's work. */
import type { HostId } from '../../shared/model/host.ts';
import type { Database } from './database.ts';
import type { SampleChunk } from './sampleChunk.ts';
import type { SeriesQuery, SeriesRows } from './sampleSeries.ts';

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
