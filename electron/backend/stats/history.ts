/** History for a chart: picks stored rows of a fitting step, averages them into points, and marks gaps. */
import { domainColumns, hostColumns, type StatsSeries } from '../../../shared/model/stats.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { SampleStore } from '../../store/samples.ts';
import { sampleSteps, type SampleStep } from '../../store/sampleSeries.ts';
import type { Sample } from './sampler.ts';

export interface HistoryQuery {
  readonly host: HostId;
  readonly uuid?: string | undefined;
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  /** At most. */
  readonly points: number;
}

/** Rows are as far apart as their step, or a little more; a longer silence is a gap. */
const GAP = 2.5;

/** @param recent samples that are not in the store yet, oldest first */
export async function readHistory(
  store: SampleStore,
  recent: readonly Sample[],
  query: HistoryQuery,
  sampledSeconds: number,
): Promise<StatsSeries> {
  const { host, uuid, from, to, points } = query;
  const names = uuid === undefined ? hostColumns : domainColumns;
  const step = stepFor(query, Date.now());
  const seconds = Math.max(step, sampledSeconds, (to - from) / 1000 / points);
  const series = new Averages(from, seconds * 1000, names.length);
  let reached = from;
  // The newest rows of a step are not averaged yet: what it lacks at the end, the finer ones have.
  for (const finer of sampleSteps
    .map((one) => one.step)
    .filter((one) => one <= step)
    .toReversed()) {
    const { at, columns, values } = await store.series({ host, uuid, step: finer, from: reached, to });
    for (const [row, time] of at.entries()) {
      series.add(time, (column) => values[row * columns + column]);
      reached = Math.max(reached, time + (finer * 1000) / 2);
    }
  }
  for (const { at, host: own, uuids, values } of recent) {
    const row = uuid === undefined ? 0 : uuids.indexOf(uuid);
    if (at < reached || at > to || row < 0) continue;
    series.add(at, (column) => (uuid === undefined ? own[column] : values[column * uuids.length + row]));
  }
  return series.build(names);
}

/** The coarsest rows that still give every point one; of those that reach back to the beginning. */
export function stepFor({ from, to, points }: Pick<HistoryQuery, 'from' | 'to' | 'points'>, now: number): SampleStep {
  const kept = sampleSteps.filter(({ keepMs }) => now - from <= keepMs).map(({ step }) => step);
  const fitting = kept.filter((step) => step * 1000 <= (to - from) / points);
  return fitting.at(-1) ?? kept[0] ?? 7200;
}

/** A copy: what is sent must not hold on to what it was cut from. */
export const bytesOf = (values: Float32Array | Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();

interface Point {
  at: number;
  count: number;
  readonly sums: Float64Array;
  readonly known: Uint32Array;
}

/** Averages rows into points of equal length. */
class Averages {
  readonly #from: number;
  readonly #width: number;
  readonly #columns: number;
  readonly #points = new Map<number, Point>();

  constructor(from: number, widthMs: number, columns: number) {
    this.#from = from;
    this.#width = widthMs;
    this.#columns = columns;
  }

  add(at: number, value: (column: number) => number | undefined): void {
    const index = Math.floor((at - this.#from) / this.#width);
    let point = this.#points.get(index);
    if (!point) {
      point = { at: 0, count: 0, sums: new Float64Array(this.#columns), known: new Uint32Array(this.#columns) };
      this.#points.set(index, point);
    }
    point.at += at;
    point.count += 1;
    for (let column = 0; column < this.#columns; column++) {
      const number = value(column) ?? Number.NaN;
      if (Number.isNaN(number)) continue;
      point.sums[column] = (point.sums[column] ?? 0) + number;
      point.known[column] = (point.known[column] ?? 0) + 1;
    }
  }

  /** In order of time, with one unknown point in each gap. */
  build(names: readonly string[]): StatsSeries {
    const points = [...this.#points.entries()].toSorted(([a], [b]) => a - b).map(([, point]) => point);
    const rows: { readonly at: number; readonly point?: Point }[] = [];
    for (const point of points) {
      const at = point.at / point.count;
      const before = rows.at(-1)?.at;
      if (before !== undefined && at - before > GAP * this.#width) rows.push({ at: before + this.#width });
      rows.push({ at, point });
    }
    const column = (index: number): Float32Array =>
      Float32Array.from(rows, ({ point }) =>
        point?.known[index] ? (point.sums[index] ?? 0) / point.known[index] : Number.NaN,
      );
    return {
      at: bytesOf(Float64Array.from(rows, ({ at }) => at)),
      columns: Object.fromEntries(names.map((name, index) => [name, bytesOf(column(index))])),
      stepSeconds: this.#width / 1000,
    };
  }
}
