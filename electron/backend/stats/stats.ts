/** Measurements: samples every connected host at the user's interval, keeps them, and sends compact columns to who watches. */
import type { stats as contract } from '../../../shared/api/stats.ts';
import { appError } from '../../../shared/errors.ts';
import type { StatsTick } from '../../../shared/model/stats.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import type { SampleChunk } from '../../store/sampleChunk.ts';
import type { SampleStore } from '../../store/samples.ts';
import { pause } from '../calls/pause.ts';
import { Feed } from '../inventory/feed.ts';
import { bytesOf, readHistory } from './history.ts';
import type { Sample, Sampler } from './sampler.ts';

/** Ticks are written a minute at a time. */
const FLUSH_MS = 60_000;
const PRUNE_MS = 10 * 60_000;
/** Between the end of a tick and the next one, however long it took. */
const LEAST_PAUSE_MS = 200;

export interface StatsParts {
  readonly store: SampleStore;
  readonly intervalSeconds: () => number;
  readonly onError: (thrown: unknown) => void;
}

export class Stats {
  readonly #parts: StatsParts;
  /** A reader that is behind gets the latest tick of each host, not all of them. */
  readonly #feed = new Feed<ReadonlyMap<HostId, Sample>>({
    merge: (first, second) => new Map([...first, ...second]),
  });
  /** The last tick of each host that is sampled now. */
  readonly #latest = new Map<HostId, Sample>();
  /** Not yet written, by host. */
  readonly #recent = new Map<HostId, Sample[]>();
  readonly #writing = new Set<HostId>();
  readonly #runs = new Set<Promise<void>>();
  #prunedAt = 0;

  constructor(parts: StatsParts) {
    this.#parts = parts;
  }

  /** Samples a host until the signal aborts. A tick that takes longer than the interval puts the next one off. */
  run(host: HostId, sampler: Sampler, signal: AbortSignal): void {
    const run = this.#run(host, sampler, signal)
      .catch(this.#parts.onError)
      .finally(() => this.#runs.delete(run));
    this.#runs.add(run);
  }

  /** Waits until the last samples of runs that were aborted are in the store. */
  async close(): Promise<void> {
    await Promise.all(this.#runs);
  }

  async #run(host: HostId, sampler: Sampler, signal: AbortSignal): Promise<void> {
    const { intervalSeconds, onError } = this.#parts;
    let failing = false;
    while (!signal.aborted) {
      const started = performance.now();
      try {
        const sample = await sampler.sample();
        if (signal.aborted) break;
        this.#take(host, sample);
        failing = false;
      } catch (thrown) {
        if (!signal.aborted && !failing) onError(thrown); // once, not every two seconds
        failing = true;
      }
      const spent = performance.now() - started;
      await pause(Math.max(intervalSeconds() * 1000 - spent, LEAST_PAUSE_MS), signal);
    }
    this.#latest.delete(host);
    await this.#flush(host);
  }

  handlers(): Omit<NounHandlers<typeof contract>, 'watchDevices'> {
    return {
      watch: ({ hosts }, { signal }) => this.#watch(new Set(hosts), signal),
      history: async (query) => {
        if (query.to <= query.from)
          throw appError('invalidArgument', 'to: must be after from', { params: { path: 'to' } });
        const { store, intervalSeconds } = this.#parts;
        return await readHistory(store, this.#recent.get(query.host) ?? [], query, intervalSeconds());
      },
    };
  }

  #take(host: HostId, sample: Sample): void {
    this.#latest.set(host, sample);
    this.#feed.push(new Map([[host, sample]]));
    const recent = this.#recent.get(host) ?? [];
    this.#recent.set(host, recent);
    recent.push(sample);
    const first = recent[0];
    if (first && sample.at - first.at >= FLUSH_MS && !this.#writing.has(host)) {
      this.#writing.add(host);
      void this.#flush(host).finally(() => this.#writing.delete(host));
    }
  }

  async #flush(host: HostId): Promise<void> {
    const { store, onError } = this.#parts;
    const samples = this.#recent.get(host) ?? [];
    const now = Date.now();
    try {
      if (samples.length > 0) await store.add(host, chunksOf(samples));
      if (now - this.#prunedAt >= PRUNE_MS) {
        this.#prunedAt = now;
        await store.prune(now);
      }
    } catch (thrown) {
      onError(thrown);
    }
    // Not before they are stored: what is neither here nor there would be a gap in a chart drawn just now.
    const written = new Set(samples);
    const waiting = (this.#recent.get(host) ?? []).filter((sample) => !written.has(sample));
    if (waiting.length > 0) this.#recent.set(host, waiting);
    else this.#recent.delete(host);
  }

  async *#watch(hosts: ReadonlySet<HostId>, signal: AbortSignal): AsyncGenerator<StatsTick, void, undefined> {
    const sent = new Map<HostId, readonly string[]>();
    for await (const samples of this.#feed.watch(new Map(this.#latest), signal)) {
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
}

/** Rows of the same domains share a chunk. */
function chunksOf(samples: readonly Sample[]): readonly SampleChunk[] {
  const chunks: { uuids: readonly string[]; rows: { at: number; host: Float32Array; domains: Float32Array }[] }[] = [];
  for (const { at, host, uuids, values } of samples) {
    const last = chunks.at(-1);
    const row = { at, host, domains: values };
    if (last && sameRows(last.uuids, uuids)) last.rows.push(row);
    else chunks.push({ uuids, rows: [row] });
  }
  return chunks;
}

const sameRows = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((uuid, index) => uuid === b[index]));
