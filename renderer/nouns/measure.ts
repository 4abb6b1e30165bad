import { parseDomainKey } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { DomainColumn, HostColumn } from '../../shared/model/stats.ts';
import { hostOf, latest, latestAt, onTick, recent, type Measure } from '../store/stats.ts';
import type { LiveSource } from '../components/liveSource.ts';

/** What a small graph or number shows: a domain's or a host's column, or the sum of several. */
export type MeasureProps =
  | { readonly domainKey: string; readonly host?: never; readonly column: DomainColumn | readonly DomainColumn[] }
  | { readonly host: HostId; readonly domainKey?: never; readonly column: HostColumn | readonly HostColumn[] };

const listed = <T extends string>(column: T | readonly T[]): readonly T[] =>
  typeof column === 'string' ? [column] : column;

export function measureOf(props: MeasureProps): Measure {
  return props.domainKey === undefined
    ? { of: 'host', host: props.host, columns: listed(props.column) }
    : { of: 'domain', ref: parseDomainKey(props.domainKey), columns: listed(props.column) };
}

/** The same for the same measure: lets effects depend on it. */
export const measureKey = (props: MeasureProps): string =>
  `${props.domainKey ?? props.host}|${listed<string>(props.column).join('+')}`;

/** A measure as the source of a live picture. */
export function sourceOf(measure: Measure): LiveSource {
  const host = hostOf(measure);
  return {
    latest: () => latest(measure),
    latestAt: () => latestAt(host),
    recent: (sinceMs, points) => recent(measure, sinceMs, points),
    onTick: (listener) =>
      onTick((ticked) => {
        if (ticked === host) listener();
      }),
  };
}
