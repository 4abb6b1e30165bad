/** One domain's row of a tick, from what CONNECT_GET_ALL_DOMAIN_STATS says of it. */
import { domainColumns, type DomainColumn } from '../../../shared/model/stats.ts';
import type { TypedParameter } from '../../libvirt/index.ts';
import type { Counters } from './counters.ts';

/** Counters of disks and interfaces: what comes after `block.N.` or `net.N.`, and the column it is summed up in. */
const deviceCounters: Readonly<Record<string, DomainColumn>> = {
  'rd.bytes': 'diskRead',
  'wr.bytes': 'diskWrite',
  'rd.reqs': 'diskReadRequests',
  'wr.reqs': 'diskWriteRequests',
  'rx.bytes': 'netReceive',
  'tx.bytes': 'netTransmit',
};

/** What a field means here. `device` begins a disk or interface: `block.0.name` comes before the other fields of `block.0`. */
type Meaning =
  | { readonly kind: 'device' }
  | { readonly kind: 'counter'; readonly counter: string; readonly column: DomainColumn }
  | { readonly kind: 'number'; readonly field: string }
  | { readonly kind: 'none' };

const wanted = new Set([
  'cpu.time',
  'balloon.available',
  'balloon.usable',
  'balloon.unused',
  'balloon.rss',
  'balloon.last-update',
]);
/** Thousands of domains have the same few hundred field names; each is taken apart once. */
const meanings = new Map<string, Meaning>();

function meaningOf(field: string): Meaning {
  const known = meanings.get(field);
  if (known) return known;
  const [, counter = ''] = /^(?:block|net)\.\d+\.(.+)$/.exec(field) ?? [];
  const column = deviceCounters[counter];
  const meaning: Meaning = column
    ? { kind: 'counter', counter, column }
    : counter === 'name'
      ? { kind: 'device' }
      : wanted.has(field)
        ? { kind: 'number', field }
        : { kind: 'none' };
  meanings.set(field, meaning);
  return meaning;
}

/** Whether a row is made of it; the other fields of the groups asked for are most of what the host sends. */
export const isSampled = (field: string): boolean => meaningOf(field).kind !== 'none';

export interface DomainSampleParts {
  readonly params: readonly TypedParameter[];
  readonly counters: Counters;
  /** Monotonic ms of the reading. */
  readonly clock: number;
  /** Epoch seconds, to tell old words of a balloon from new ones. */
  readonly now: number;
  /** CPU threads of the host. */
  readonly threads: number;
  readonly vcpus: number | undefined;
}

/** What is not known stays NaN. @param put takes the value of a column */
export function sampleDomain(parts: DomainSampleParts, put: (column: DomainColumn, value: number) => void): void {
  const { params, counters, clock, now, threads, vcpus } = parts;
  counters.begin(clock);
  const sums = new Map<DomainColumn, number>();
  const numbers = new Map<string, number>();
  let device = '';
  for (const { field, value } of params) {
    const meaning = meaningOf(field);
    if (meaning.kind === 'none') continue;
    if (meaning.kind === 'device') device = String(value.value);
    else if (meaning.kind === 'number') numbers.set(meaning.field, Number(value.value));
    else {
      const perSecond = counters.perSecond(device, meaning.counter, Number(value.value));
      sums.set(meaning.column, (sums.get(meaning.column) ?? 0) + perSecond);
    }
  }
  const cpuTime = numbers.get('cpu.time');
  if (cpuTime !== undefined) {
    const cpus = counters.perSecond('', 'cpu.time', cpuTime) / 1e9;
    put('hostCpu', Math.min(1, cpus / threads));
    if (vcpus !== undefined && vcpus > 0) put('guestCpu', Math.min(1, cpus / vcpus));
  }
  put('memory', memoryInUse(numbers, now));
  for (const [column, sum] of sums) put(column, sum);
}

/** A guest without a statistics period told its memory once, at boot; what it said then is not what it uses now. */
const BALLOON_FRESH_SECONDS = 300;

/** KiB: what the guest says it uses; of a guest that doesn't say, what its process takes on the host. */
function memoryInUse(numbers: ReadonlyMap<string, number>, now: number): number {
  const available = numbers.get('balloon.available');
  const usable = numbers.get('balloon.usable') ?? numbers.get('balloon.unused');
  const age = now - (numbers.get('balloon.last-update') ?? 0);
  const told = available !== undefined && usable !== undefined && age < BALLOON_FRESH_SECONDS;
  return told ? available - usable : (numbers.get('balloon.rss') ?? Number.NaN);
}

export const columnIndex: Readonly<Record<DomainColumn, number>> = {
  hostCpu: domainColumns.indexOf('hostCpu'),
  guestCpu: domainColumns.indexOf('guestCpu'),
  memory: domainColumns.indexOf('memory'),
  diskRead: domainColumns.indexOf('diskRead'),
  diskWrite: domainColumns.indexOf('diskWrite'),
  diskReadRequests: domainColumns.indexOf('diskReadRequests'),
  diskWriteRequests: domainColumns.indexOf('diskWriteRequests'),
  netReceive: domainColumns.indexOf('netReceive'),
  netTransmit: domainColumns.indexOf('netTransmit'),
};
