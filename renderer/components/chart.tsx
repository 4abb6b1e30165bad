import type { ReactElement } from 'react';
import type { HostId } from '../../shared/model/host.ts';
import type { DomainColumn, HostColumn } from '../../shared/model/stats.ts';

/** How values are written: `share` 0..1 as percent, `memory` KiB, `bytes` bytes/s, `bits` bytes/s shown as bits/s, `requests` per second. */
export type ChartUnit = 'share' | 'memory' | 'bytes' | 'bits' | 'requests';

export interface ChartSeries<Column extends string> {
  readonly column: Column;
  /** Word in the legend. */
  readonly label: string;
  /** Which of the chart colours, 1..6. */
  readonly color: 1 | 2 | 3 | 4 | 5 | 6;
}

export const chartRanges = ['5m', '1h', '24h', '7d'] as const;
export type ChartRange = (typeof chartRanges)[number];

interface Common {
  /** Heading and accessible name. */
  readonly label: string;
  readonly unit: ChartUnit;
  readonly range: ChartRange;
  /** Value of the upper edge (1 for shares, all memory); grows with the data if absent. */
  readonly max?: number;
  /** CSS pixels of the plot; 150 unless told. */
  readonly height?: number;
}
export type LiveChartProps = Common &
  (
    | { readonly host: HostId; readonly uuid: string; readonly series: readonly ChartSeries<DomainColumn>[] }
    | { readonly host: HostId; readonly uuid?: never; readonly series: readonly ChartSeries<HostColumn>[] }
  );

/** A chart of history that goes on live. Width follows its container. */
export function LiveChart(props: LiveChartProps): ReactElement {
  return <figure aria-label={props.label} />;
}

/** The choice of time range above a page's charts. */
export function ChartRangePicker(props: {
  readonly value: ChartRange;
  readonly onChange: (range: ChartRange) => void;
}): ReactElement {
  return <span>{props.value}</span>;
}
