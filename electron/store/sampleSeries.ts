/** Measurements over time: as sampled for an hour, then coarser and coarser. */
import type { HostId } from '../../shared/model/host.ts';

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
