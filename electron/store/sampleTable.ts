/** The samples as the store's thread handles them: packed rows, averaged into coarser and coarser ones. */
import type { DatabaseSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { domainColumns, hostColumns } from '../../shared/model/stats.ts';
import type { HostId } from '../../shared/model/host.ts';
import { packChunk, readObject, unpackChunk, type SampleChunk, type SampleRow } from './sampleChunk.ts';
import { sampleSteps, type SampleStep, type SeriesQuery, type SeriesRows } from './sampleSeries.ts';

const BATCH = 64;

/** Records what was sampled and averages every stretch that is complete with it. */
export function addSamples(database: DatabaseSync, host: HostId, chunks: readonly SampleChunk[]): void {
  for (const chunk of chunks) insert(database, host, 0, chunk);
  const now = chunks.at(-1)?.rows.at(-1)?.at;
  if (now === undefined) return;
  for (const [index, { step }] of sampleSteps.entries()) {
    const finer = sampleSteps[index - 1];
    if (finer) rollUp(database, host, finer.step, step, now);
  }
}

/** Rows of one object, oldest first. */
export function readSeries(database: DatabaseSync, { host, uuid, step, from, to }: SeriesQuery): SeriesRows {
  const columns = uuid === undefined ? hostColumns.length : domainColumns.length;
  const times: number[] = [];
  const values: number[] = [];
  for (const packed of stored(database, host, step, from, to)) {
    readObject(packed, uuid, (at, row) => {
      if (at < from || at > to) return;
      times.push(at);
      values.push(...row);
    });
  }
  return { at: Float64Array.from(times), columns, values: Float32Array.from(values) };
}

/** Drops what has been kept long enough. */
export function pruneSamples(database: DatabaseSync, now: number): void {
  const drop = database.prepare('DELETE FROM samples WHERE step = ? AND finish < ?');
  for (const { step, keepMs } of sampleSteps) drop.run(step, now - keepMs);
}

function insert(database: DatabaseSync, host: HostId, step: SampleStep, chunk: SampleChunk): void {
  const first = chunk.rows[0];
  const last = chunk.rows.at(-1);
  if (!first || !last) return;
  const data = deflateRawSync(packChunk(chunk), { level: 1 });
  database
    .prepare(
      `INSERT OR REPLACE INTO samples (host, step, start, finish, data)
       SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM hosts WHERE id = ?1)`,
    )
    .run(host, step, Math.round(first.at), Math.round(last.at), data);
}

/** A part of the chunks at a time, so that a long span never lies in memory as a whole. */
function* stored(
  database: DatabaseSync,
  host: HostId,
  step: SampleStep,
  from: number,
  to: number,
): Generator<Uint8Array> {
  const query = database.prepare(
    'SELECT start, data FROM samples WHERE host = ? AND step = ? AND start > ? AND start <= ? AND finish >= ? ORDER BY start LIMIT ?',
  );
  let after = 0;
  for (;;) {
    const rows = query.all(host, step, after, to, from, BATCH);
    for (const { start, data } of rows) {
      after = Number(start);
      if (data instanceof Uint8Array) yield inflateRawSync(data);
    }
    if (rows.length < BATCH) return;
  }
}

/** Averages the finer rows of each stretch that has passed since the last average, whichever run of the program sampled them. */
function rollUp(database: DatabaseSync, host: HostId, finer: SampleStep, step: SampleStep, now: number): void {
  const length = step * 1000;
  const last = database.prepare('SELECT max(finish) AS at FROM samples WHERE host = ? AND step = ?').get(host, step)?.[
    'at'
  ];
  const from = typeof last === 'number' ? (Math.floor(last / length) + 1) * length : 0;
  const until = Math.floor(now / length) * length;
  if (from >= until) return;
  let mean: StretchMean | undefined;
  const close = (): void => {
    if (mean) insert(database, host, step, mean.chunk());
  };
  for (const packed of stored(database, host, finer, from, until)) {
    const { uuids, rows } = unpackChunk(packed);
    for (const row of rows) {
      if (row.at < from || row.at >= until) continue;
      const start = Math.floor(row.at / length) * length;
      if (mean?.start !== start) {
        close();
        mean = new StretchMean(start);
      }
      mean.add(uuids, row);
    }
  }
  close();
}

/** Sum and number of the values that were known. */
class Mean {
  readonly #sum: Float64Array;
  readonly #known: Uint32Array;

  constructor(columns: number) {
    this.#sum = new Float64Array(columns);
    this.#known = new Uint32Array(columns);
  }

  add(column: number, value: number): void {
    if (Number.isNaN(value)) return;
    this.#sum[column] = (this.#sum[column] ?? 0) + value;
    this.#known[column] = (this.#known[column] ?? 0) + 1;
  }

  /** NaN where nothing was known: a gap stays a gap. */
  value(column: number): number {
    const known = this.#known[column] ?? 0;
    return known === 0 ? Number.NaN : (this.#sum[column] ?? 0) / known;
  }
}

class StretchMean {
  readonly start: number;
  readonly #host = new Mean(hostColumns.length);
  readonly #domains = new Map<string, Mean>();
  #times = 0;
  #rows = 0;

  constructor(start: number) {
    this.start = start;
  }

  add(uuids: readonly string[], { at, host, domains }: SampleRow): void {
    this.#times += at;
    this.#rows += 1;
    for (const [column, value] of host.entries()) this.#host.add(column, value);
    for (const [place, uuid] of uuids.entries()) {
      let mean = this.#domains.get(uuid);
      if (!mean) this.#domains.set(uuid, (mean = new Mean(domainColumns.length)));
      for (let column = 0; column < domainColumns.length; column++) {
        mean.add(column, domains[column * uuids.length + place] ?? Number.NaN);
      }
    }
  }

  chunk(): SampleChunk {
    const uuids = [...this.#domains.keys()];
    const domains = new Float32Array(domainColumns.length * uuids.length);
    for (const [place, mean] of [...this.#domains.values()].entries()) {
      for (let column = 0; column < domainColumns.length; column++) {
        domains[column * uuids.length + place] = mean.value(column);
      }
    }
    const host = Float32Array.from(hostColumns, (_, column) => this.#host.value(column));
    return { uuids, rows: [{ at: this.#times / this.#rows, host, domains }] };
  }
}
