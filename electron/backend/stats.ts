/** Measurements: samples every connected host at the user's interval, keeps them, and sends compact columns to who watches. */
import type { stats as contract } from '../../shared/api/stats.ts';
import { domainColumns, hostColumns, type StatsSeries, type StatsTick } from '../../shared/model/stats.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { NounHandlers } from '../../shared/rpc/contract.ts';
import type { Connection } from '../libvirt/index.ts';
import type { SampleRow } from '../store/sampleChunk.ts';
import { sampleSteps, type SampleStep, type SampleStore } from '../store/samples.ts';
import { pause } from './domainMirror.ts';
import { Feed } from './feed.ts';
import { Rollup } from './rollup.ts';
import { Sampler, type Sample } from './sampler.ts';

/** Ticks as sampled are written a minute at a time. */
const FLUSH_MS = 60_000;
const PRUNE_MS = 10 * 60_000;

export interface StatsParts {
  readonly store: SampleStore;
  readonly intervalSeconds: () => number;
  readonly onError: (thrown: unknown) => void;
}

export class Stats {
  readonly #parts: StatsParts;
  /** A reader that is behind gets the latest tick of each host, not all of them. */
  readonly #feed = new Feed<ReadonlyMap<HostId, Sample>>((first, second) => new Map([...first, ...second]));
  /** Not yet written, by host. */
  readonly #recent = new Map<HostId, Sample[]>();
  #prunedAt = 0;

  constructor(parts: StatsParts) {
    this.#parts = parts;
  }

  /** Samples a host until the signal aborts. A tick that takes longer than the interval puts the next one off. */
  async run(host: HostId, bulk: Connection, threads: number, signal: AbortSignal): Promise<void> {
    const sampler = new Sampler(bulk, threads);
    const rollup = new Rollup();
    while (!signal.aborted) {
      const started = performance.now();
      try {
        this.#take(host, await sampler.sample(), rollup);
      } catch (thrown) {
        if (!signal.aborted) this.#parts.onError(thrown);
      }
      const spent = performance.now() - started;
      await pause(Math.max(this.#parts.intervalSeconds() * 1000 - spent, 200), signal);
    }
    this.#flush(host);
  }

  handlers(): NounHandlers<typeof contract> {
    return {
      watch: ({ hosts }, { signal }) => this.#watch(new Set(hosts), signal),
      history: (input) => this.#history(input),
    };
  }

  #take(host: HostId, sample: Sample, rollup: Rollup): void {
    this.#feed.push(new Map([[host, sample]]));
    const recent = this.#recent.get(host) ?? [];
    this.#recent.set(host, recent);
    recent.push(sample);
    const first = recent[0];
    if (first && sample.at - first.at >= FLUSH_MS) this.#flush(host);
    for (const { step, chunk } of rollup.add(sample)) this.#keep(this.#parts.store.add(host, step, chunk));
    if (sample.at - this.#prunedAt < PRUNE_MS) return;
    this.#prunedAt = sample.at;
    this.#keep(this.#parts.store.prune(sample.at));
  }

  /** Writes what was sampled; rows of the same domains share a chunk. */
  #flush(host: HostId): void {
    const samples = this.#recent.get(host) ?? [];
    this.#recent.delete(host);
    const rowOf = ({ at, host: own, values }: Sample): SampleRow => ({ at, host: own, domains: values });
    for (let from = 0; from < samples.length; ) {
      const uuids = samples[from]?.uuids ?? [];
      let to = from + 1;
      while (to < samples.length && sameRows(uuids, samples[to]?.uuids ?? [])) to++;
      this.#keep(this.#parts.store.add(host, 0, { uuids, rows: samples.slice(from, to).map(rowOf) }));
      from = to;
    }
  }

  #keep(writing: Promise<void>): void {
    writing.catch(this.#parts.onError);
  }

  async *#watch(hosts: ReadonlySet<HostId>, signal: AbortSignal): AsyncGenerator<StatsTick, void, undefined> {
    const sent = new Map<HostId, readonly string[]>();
    for await (const samples of this.#feed.watch(new Map(), signal)) {
      for (const [host, sample] of samples) {
        if (!hosts.has(host)) continue;
        const before = sent.get(host);
        const isNew = !before || !sameRows(before, sample.uuids);
        sent.set(host, sample.uuids);
        yield {
          host,
          at: sample.at,
          hostValues: bytesOf(sample.host),
          perCpu: bytesOf(sample.perCpu),
          ...(isNew && { rows: sample.uuids }),
          values: bytesOf(sample.values),
        };
      }
    }
  }

  async #history(input: HistoryInput): Promise<StatsSeries> {
    const { host, from, to, points } = input;
    const step = stepFor(to - from, from);
    const chunks = await this.#parts.store.read(host, step, from, to);
    const recent = (this.#recent.get(host) ?? []).map(({ uuids, ...row }) => ({
      uuids,
      rows: [{ at: row.at, host: row.host, domains: row.values }],
    }));
    const names = input.uuid === undefined ? hostColumns : domainColumns;
    const series = new SeriesBuilder(from, to, points, names.length);
    for (const { uuids, rows } of step === 0 ? [...chunks, ...recent] : chunks) {
      const row = input.uuid === undefined ? 0 : uuids.indexOf(input.uuid);
      if (row < 0) continue;
      for (const { at, host: own, domains } of rows) {
        series.add(at, (index) => (input.uuid === undefined ? own[index] : domains[index * uuids.length + row]));
      }
    }
    return series.build(names, step === 0 ? this.#parts.intervalSeconds() : step);
  }
}

interface HistoryInput {
  readonly host: HostId;
  readonly uuid?: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

const sameRows = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((uuid, index) => uuid === b[index]));

const bytesOf = (values: Float32Array | Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();

/** The finest rows of which a span has no more than some hundreds, and that are still kept for its beginning. */
function stepFor(span: number, from: number): SampleStep {
  const age = Date.now() - from;
  const fitting = sampleSteps.find(({ step, keepMs }) => age <= keepMs && span / 1000 <= Math.max(step, 2) * 1000);
  return fitting?.step ?? 7200;
}

/** Averages rows into at most `points` buckets of equal length; empty ones are left out, unknown values are NaN. */
class SeriesBuilder {
  readonly #from: number;
  readonly #width: number;
  readonly #columns: number;
  readonly #buckets = new Map<number, { at: number; count: number; sums: Float64Array; known: Uint32Array }>();

  constructor(from: number, to: number, points: number, columns: number) {
    this.#from = from;
    this.#width = Math.max(1, (to - from) / points);
    this.#columns = columns;
  }

  add(at: number, value: (column: number) => number | undefined): void {
    const index = Math.floor((at - this.#from) / this.#width);
    let bucket = this.#buckets.get(index);
    if (!bucket) {
      bucket = { at: 0, count: 0, sums: new Float64Array(this.#columns), known: new Uint32Array(this.#columns) };
      this.#buckets.set(index, bucket);
    }
    bucket.at += at;
    bucket.count += 1;
    for (let column = 0; column < this.#columns; column++) {
      const number = value(column) ?? Number.NaN;
      if (Number.isNaN(number)) continue;
      bucket.sums[column] = (bucket.sums[column] ?? 0) + number;
      bucket.known[column] = (bucket.known[column] ?? 0) + 1;
    }
  }

  build(names: readonly string[], sampledSeconds: number): StatsSeries {
    const buckets = [...this.#buckets.entries()].toSorted(([a], [b]) => a - b).map(([, bucket]) => bucket);
    const columnOf = (index: number): Float32Array =>
      Float32Array.from(buckets, ({ sums, known }) => (known[index] ? (sums[index] ?? 0) / known[index] : Number.NaN));
    return {
      at: bytesOf(Float64Array.from(buckets, ({ at, count }) => at / count)),
      columns: Object.fromEntries(names.map((name, index) => [name, bytesOf(columnOf(index))])),
      stepSeconds: Math.max(sampledSeconds, this.#width / 1000),
    };
  }
}
