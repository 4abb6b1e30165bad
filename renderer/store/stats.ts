/**
 * Live measurements of the hosts that the window watches. They never enter React state: components ask when they paint
 * (`latest`, `recent`) and are told that there is something to ask by `onTick`.
 */
import type { DomainRef } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { DomainColumn, HostColumn, StatsTick } from '../../shared/model/stats.ts';
import type { Api } from '../../shared/api/contract.ts';
import { api } from '../backend.ts';
import { useInventory } from './inventory.ts';
import {
  decodeTick,
  domainValueIn,
  hostValueIn,
  TickHistory,
  type DecodedTick,
  type RowLayout,
} from './tickHistory.ts';

/** What is measured: one or several columns (summed) of a domain or of a host. */
export type Measure =
  | { readonly of: 'domain'; readonly ref: DomainRef; readonly columns: readonly DomainColumn[] }
  | { readonly of: 'host'; readonly host: HostId; readonly columns: readonly HostColumn[] };

export const hostOf = (measure: Measure): HostId => (measure.of === 'domain' ? measure.ref.host : measure.host);

/** At a tick each 2 s: ten minutes, or as much of it as the budget of all hosts together allows. */
const mostTicks = 300;
const byteBudget = 24 * 1024 * 1024;
/** Wait before watching again after the subscription broke. */
const retryMs = 1000;

type WatchStats = Api['stats']['watch'];
/** Asks the connection that stands at that moment: it may be another one each time. */
const watchNow: WatchStats = (input, options) => api.stats.watch(input, options);

const histories = new Map<HostId, TickHistory>();
const listeners = new Set<(host: HostId) => void>();
let watched: readonly HostId[] = [];
let watching: AbortController | undefined;

/** Watches every host that is connected, from now on. Called once, when the window starts. @returns stops */
export function followStats(): () => void {
  const watchConnected = (): void => {
    const { records } = useInventory.getState().host;
    watchStats(Object.values(records).flatMap(({ id, status }) => (status.kind === 'connected' ? [id] : [])));
  };
  watchConnected();
  const stop = useInventory.subscribe(watchConnected);
  return () => {
    stop();
    watchStats([]);
  };
}

/**
 * Watches these hosts from now on: those that are connected. The same set again changes nothing; a host that is no longer
 * named is forgotten, so that nothing old is taken for live.
 * A broken subscription is opened again as long as the hosts stay named.
 */
export function watchStats(hosts: readonly HostId[], watch: WatchStats = watchNow): void {
  const wanted = [...new Set(hosts)].toSorted();
  if (wanted.length === watched.length && wanted.every((host, index) => host === watched[index])) return;
  watched = wanted;
  watching?.abort();
  for (const host of histories.keys()) if (!wanted.includes(host)) forget(host);
  if (wanted.length === 0) return;
  watching = new AbortController();
  void keepWatching(watch, wanted, watching.signal);
}

function forget(host: HostId): void {
  histories.delete(host);
  tell(host);
}

function tell(host: HostId): void {
  for (const listener of listeners) listener(host);
}

async function keepWatching(watch: WatchStats, hosts: readonly HostId[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const layouts = new Map<HostId, RowLayout>();
      for await (const tick of watch({ hosts: [...hosts] }, { signal })) take(tick, layouts);
    } catch {
      // The port is down or the backend restarts: both are shown elsewhere, and the charts show the gap.
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

function take(tick: StatsTick, layouts: Map<HostId, RowLayout>): void {
  const decoded = decodeTick(tick, layouts.get(tick.host));
  if (decoded === undefined) return;
  layouts.set(tick.host, decoded.layout);
  historyOf(tick.host).push(decoded);
  tell(tick.host);
}

function historyOf(host: HostId): TickHistory {
  const known = histories.get(host);
  if (known !== undefined) return known;
  const made = new TickHistory({ ticks: mostTicks, bytes: byteBudget / Math.max(1, watched.length) });
  histories.set(host, made);
  return made;
}

/** Calls after each tick, and when a host is forgotten, with the host. @returns stops calling */
export function onTick(listener: (host: HostId) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The value now; NaN when not known: no tick yet, or the domain does not run. */
export function latest(measure: Measure): number {
  const tick = histories.get(hostOf(measure))?.latest;
  return tick === undefined ? Number.NaN : valueIn(tick, measure);
}

/** Epoch ms of the host's latest tick; undefined before the first. */
export function latestAt(host: HostId): number | undefined {
  return histories.get(host)?.latest?.at;
}

/** Share of each CPU of the host, 0..1; empty when not known. Valid until the next tick. */
export function perCpu(host: HostId): Float32Array {
  return histories.get(host)?.latest?.perCpu ?? new Float32Array();
}

/** Where {@link recent} writes: `length` entries of both arrays are valid afterwards, oldest first. */
interface PointsToFill {
  readonly at: Float64Array;
  readonly values: Float32Array;
  length: number;
}

/** Fills `points` with the newest ticks that are younger than `sinceMs` (epoch ms). A value that is not known is NaN. */
export function recent(measure: Measure, sinceMs: number, points: PointsToFill): void {
  const history = histories.get(hostOf(measure));
  points.length = 0;
  if (history === undefined) return;
  const capacity = points.at.length;
  let first = Math.max(0, history.length - capacity);
  while (first < history.length && (history.at(first)?.at ?? 0) < sinceMs) first += 1;
  for (let index = first; index < history.length; index += 1) {
    const tick = history.at(index);
    if (tick === undefined) continue;
    points.at[points.length] = tick.at;
    points.values[points.length] = valueIn(tick, measure);
    points.length += 1;
  }
}

function valueIn(tick: DecodedTick, measure: Measure): number {
  let sum = 0;
  if (measure.of === 'domain') {
    for (const column of measure.columns) sum += domainValueIn(tick, measure.ref.uuid, column);
  } else {
    for (const column of measure.columns) sum += hostValueIn(tick, column);
  }
  return sum;
}
