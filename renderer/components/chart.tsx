import 'uplot/dist/uPlot.min.css';
import { useEffect, useId, useRef, type ReactElement } from 'react';
import type { HostId } from '../../shared/model/host.ts';
import type { DomainColumn, HostColumn } from '../../shared/model/stats.ts';
import { useTranslation } from 'react-i18next';
import { SegmentedControl } from '@mantine/core';
import { api } from '../backend.ts';
import type { Unit } from './chartUnits.ts';
import { mountChart, type ChartSource } from './chartPlot.ts';
import { chartRanges, type ChartRange } from './chartRange.ts';
import styles from './chart.module.css';

export type { Unit as ChartUnit } from './chartUnits.ts';
export { chartRanges, type ChartRange } from './chartRange.ts';

export interface ChartSeries<Column extends string> {
  readonly column: Column;
  /** Word in the legend. */
  readonly label: string;
  /** Which of the chart colours. */
  readonly color: 1 | 2 | 3 | 4 | 5 | 6;
}

interface Common {
  /** Heading and accessible name. */
  readonly label: string;
  readonly unit: Unit;
  readonly range: ChartRange;
  /** Value of the upper edge (1 for shares, all memory in KiB); grows with the data if absent. */
  readonly max?: number;
  /** CSS pixels of the plot; 150 unless told. */
  readonly height?: number;
}
export type LiveChartProps = Common &
  (
    | { readonly host: HostId; readonly uuid: string; readonly series: readonly ChartSeries<DomainColumn>[] }
    | { readonly host: HostId; readonly uuid?: never; readonly series: readonly ChartSeries<HostColumn>[] }
  );

function sourceOf(props: LiveChartProps): ChartSource {
  if (props.uuid === undefined) {
    const { host, series } = props;
    return { host, measures: series.map(({ column }) => ({ of: 'host', host, columns: [column] })) };
  }
  const { host, uuid, series } = props;
  return { host, uuid, measures: series.map(({ column }) => ({ of: 'domain', ref: { host, uuid }, columns: [column] })) };
}

/** A chart of history that goes on live. Width follows its container; the legend shows the values now, or those under the pointer. */
export function LiveChart(props: LiveChartProps): ReactElement {
  const { label, unit, range, max, height = 150, series } = props;
  const plot = useRef<HTMLDivElement>(null);
  const time = useRef<HTMLSpanElement>(null);
  const values = useRef<(HTMLSpanElement | null)[]>([]);
  const heading = useId();
  const { i18n } = useTranslation();
  const latestProps = useRef(props);
  useEffect(() => {
    latestProps.current = props;
  });
  const shape = series.map(({ column, color, label: word }) => `${column}:${color}:${word}`).join('|');
  useEffect(() => {
    if (plot.current === null || time.current === null) return;
    const { series: drawn } = latestProps.current;
    return mountChart({
      plot: plot.current,
      readout: { time: time.current, values: values.current },
      label,
      series: drawn.map((entry) => ({ label: entry.label, color: entry.color, column: entry.column })),
      source: sourceOf(latestProps.current),
      history: api.stats.history,
      unit,
      range,
      max,
      height,
      language: i18n.language,
    });
  }, [props.host, props.uuid, shape, unit, range, max, height, label, i18n.language]);
  return (
    <figure className={styles.chart} aria-labelledby={heading}>
      <figcaption className={styles.caption}>
        <span id={heading} className={styles.label}>
          {label}
        </span>
        <span ref={time} className={styles.time} />
        <ul className={styles.legend}>
          {series.map((entry, index) => (
            <li key={entry.column} data-color={entry.color}>
              {entry.label}
              <span
                className={styles.value}
                ref={(element) => {
                  values.current[index] = element;
                }}
              />
            </li>
          ))}
        </ul>
      </figcaption>
      <div ref={plot} className={styles.plot} style={{ height }} />
    </figure>
  );
}

/** The choice of time range above a page's charts. */
export function ChartRangePicker(props: {
  readonly value: ChartRange;
  readonly onChange: (range: ChartRange) => void;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('graph.range')}
      value={props.value}
      onChange={(value) => {
        const range = chartRanges.find((known) => known === value);
        if (range !== undefined) props.onChange(range);
      }}
      data={chartRanges.map((range) => ({ value: range, label: t(`graph.ranges.${range}`) }))}
    />
  );
}
