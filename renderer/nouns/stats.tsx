/** Measurements of domains and hosts as small lines, numbers and charts. */
import { useState, type ReactElement } from 'react';
import type { HostId } from '../../shared/model/host.ts';
import type { DomainColumn, HostColumn, StatsSeries } from '../../shared/model/stats.ts';
import { api } from '../backend.ts';
import { Chart, type ChartHistory, type ChartLine, type ChartRange, type LoadHistory } from '../components/chart.tsx';
import type { Unit } from '../components/chartUnits.ts';
import type { LiveSource } from '../components/liveSource.ts';
import { LiveText, SparklineLine, type LiveTextProps, type SparklineLineProps } from '../components/sparkline.tsx';
import { floatsOf } from '../store/tickHistory.ts';
import { measureKey, measureOf, sourceOf, type MeasureProps } from './measure.ts';

/** The value that came first with this key: lets effects depend on what would be made anew with each rendering. */
function useStable<T>(key: string, value: T): T {
  const [held, setHeld] = useState({ key, value });
  if (held.key === key) return held.value;
  setHeld({ key, value });
  return value;
}

const useSource = (props: MeasureProps): LiveSource => useStable(measureKey(props), sourceOf(measureOf(props)));

export type SparklineProps = MeasureProps & Omit<SparklineLineProps, 'source'>;

/** The last two minutes of a measurement as a small line. */
export function Sparkline(props: SparklineProps): ReactElement {
  const { domainKey: _domainKey, host: _host, column: _column, ...rest } = props;
  return <SparklineLine source={useSource(props)} {...rest} />;
}

export type StatTextProps = MeasureProps & Omit<LiveTextProps, 'source'>;

/** The latest value of a measurement as text that changes with each tick without rendering. */
export function StatText(props: StatTextProps): ReactElement {
  const { format, className } = props;
  return <LiveText source={useSource(props)} format={format} {...(className === undefined ? {} : { className })} />;
}

export interface ChartSeries<Column extends string> {
  readonly column: Column;
  /** Word in the legend. */
  readonly label: string;
  /** Which of the chart colours. */
  readonly color: 1 | 2 | 3 | 4 | 5 | 6;
}

interface CommonChartProps {
  /** Heading and accessible name. */
  readonly label: string;
  readonly unit: Unit;
  readonly range: ChartRange;
  /** Value of the upper edge (1 for shares, all memory in KiB); grows with the data if absent. */
  readonly max?: number;
  /** CSS pixels of the plot; 150 unless told. */
  readonly height?: number;
}
export type LiveChartProps = CommonChartProps &
  (
    | { readonly host: HostId; readonly uuid: string; readonly series: readonly ChartSeries<DomainColumn>[] }
    | { readonly host: HostId; readonly uuid?: never; readonly series: readonly ChartSeries<HostColumn>[] }
  );

/** History of a domain (`uuid`) or of a host, going on live. */
export function LiveChart(props: LiveChartProps): ReactElement {
  const { label, unit, range, max, height } = props;
  const subject = props.uuid === undefined ? props.host : `${props.host}/${props.uuid}`;
  const shape = props.series.map((line) => `${line.column}:${line.color}:${line.label}`).join('|');
  const { lines, history } = useStable(`${subject}|${shape}`, { lines: linesOf(props), history: historyOf(props) });
  return (
    <Chart
      label={label}
      series={lines}
      history={history}
      unit={unit}
      range={range}
      {...(max === undefined ? {} : { max })}
      {...(height === undefined ? {} : { height })}
    />
  );
}

function linesOf(props: LiveChartProps): readonly ChartLine[] {
  if (props.uuid === undefined) {
    const { host } = props;
    return props.series.map(({ column, label, color }) => ({
      key: column,
      label,
      color,
      source: sourceOf({ of: 'host', host, columns: [column] }),
    }));
  }
  const ref = { host: props.host, uuid: props.uuid };
  return props.series.map(({ column, label, color }) => ({
    key: column,
    label,
    color,
    source: sourceOf({ of: 'domain', ref, columns: [column] }),
  }));
}

function historyOf({ host, uuid, series }: LiveChartProps): LoadHistory {
  const of = uuid === undefined ? { host } : { host, uuid };
  const columns = series.map(({ column }) => column);
  return async ({ signal, ...span }) => decodeSeries(await api.stats.history({ ...of, ...span }, { signal }), columns);
}

function decodeSeries(series: StatsSeries, columns: readonly string[]): ChartHistory {
  const at = new Float64Array(series.at.slice().buffer);
  return {
    at,
    columns: columns.map((name) => {
      const bytes = series.columns[name];
      return bytes === undefined ? new Float32Array(at.length).fill(Number.NaN) : floatsOf(bytes);
    }),
    stepSeconds: series.stepSeconds,
  };
}
