/** Averages samples into coarser and coarser rows, as they come. */
import { domainColumns, hostColumns } from '../../shared/model/stats.ts';
import type { SampleChunk } from '../store/sampleChunk.ts';
import { sampleSteps, type SampleStep } from '../store/samples.ts';
import type { Sample } from './sampler.ts';

/** Sum and number of the values that were known. */
interface Mean {
  readonly sum: Float64Array;
  readonly known: Uint32Array;
}
const mean = (length: number): Mean => ({ sum: new Float64Array(length), known: new Uint32Array(length) });

function add({ sum, known }: Mean, index: number, value: number): void {
  if (Number.isNaN(value)) return;
  sum[index] = (sum[index] ?? 0) + value;
  known[index] = (known[index] ?? 0) + 1;
}

/** NaN where nothing was known: a gap stays a gap. */
const average = ({ sum, known }: Mean): Float32Array =>
  Float32Array.from(sum, (total, index) => (known[index] ? total / known[index] : Number.NaN));

interface Bucket {
  readonly start: number;
  readonly host: Mean;
  readonly domains: Map<string, Mean>;
}

const coarse = sampleSteps.map(({ step }) => step).filter((step) => step > 0);

export class Rollup {
  readonly #buckets = new Map<SampleStep, Bucket>();

  /** Takes a sample in; returns the rows that are complete by it. */
  add(sample: Sample): readonly { readonly step: SampleStep; readonly chunk: SampleChunk }[] {
    return coarse.flatMap((step) => {
      const start = Math.floor(sample.at / (step * 1000)) * step * 1000;
      const standing = this.#buckets.get(step);
      const complete = standing && standing.start !== start ? [{ step, chunk: close(standing, step) }] : [];
      const bucket = standing?.start === start ? standing : { start, host: mean(hostColumns.length), domains: new Map() };
      this.#buckets.set(step, bucket);
      take(bucket, sample);
      return complete;
    });
  }
}

function take(bucket: Bucket, { host, uuids, values }: Sample): void {
  for (const [index, value] of host.entries()) add(bucket.host, index, value);
  for (const [row, uuid] of uuids.entries()) {
    let columns = bucket.domains.get(uuid);
    if (!columns) bucket.domains.set(uuid, (columns = mean(domainColumns.length)));
    for (let index = 0; index < domainColumns.length; index++) {
      add(columns, index, values[index * uuids.length + row] ?? Number.NaN);
    }
  }
}

function close({ start, host, domains }: Bucket, step: SampleStep): SampleChunk {
  const uuids = [...domains.keys()];
  const values = new Float32Array(domainColumns.length * uuids.length);
  for (const [row, columns] of [...domains.values()].entries()) {
    for (const [index, value] of average(columns).entries()) values[index * uuids.length + row] = value;
  }
  return { uuids, rows: [{ at: start + (step * 1000) / 2, host: average(host), domains: values }] };
}
