import 'uplot/dist/uPlot.min.css';
import { SegmentedControl } from '@mantine/core';
import { useEffect, useId, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { mountChart, type ChartLine, type LoadHistory } from './chartPlot.ts';
import { chartRanges, type ChartRange } from './chartRange.ts';
import type { Unit } from './chartUnits.ts';
import styles from './chart.module.css';

export type { ChartHistory } from './chartBuffer.ts';
export type { ChartLine, LoadHistory } from './chartPlot.ts';
export type { ChartRange } from './chartRange.ts';

export interface ChartProps {
  /** Heading and accessible name. */
  readonly label: string;
  /** Stable as long as they are the same lines. */
  readonly series: readonly ChartLine[];
  readonly history: LoadHistory;
  readonly unit: Unit;
  readonly range: ChartRange;
  /** Value of the upper edge; grows with the data if absent. */
  readonly max?: number;
  /** CSS pixels of the plot; 150 unless told. */
  readonly height?: number;
}

/** History that goes on live. Width follows its container; the legend shows the values now, or those under the pointer. */
export function Chart(props: ChartProps): ReactElement {
  const { label, series, history, unit, range, max, height = 150 } = props;
  const plot = useRef<HTMLDivElement>(null);
  const time = useRef<HTMLSpanElement>(null);
  const values = useRef<(HTMLSpanElement | null)[]>([]);
  const heading = useId();
  const { i18n } = useTranslation();
  useEffect(() => {
    if (plot.current === null || time.current === null) return undefined;
    return mountChart({
      plot: plot.current,
      readout: { time: time.current, values: values.current },
      label,
      series,
      history,
      unit,
      range,
      max,
      height,
      language: i18n.language,
    });
  }, [label, series, history, unit, range, max, height, i18n.language]);
  return (
    <figure className={styles.chart} aria-labelledby={heading}>
      <figcaption className={styles.caption}>
        <span id={heading} className={styles.label}>
          {label}
        </span>
        <span ref={time} className={styles.time} />
        <ul className={styles.legend}>
          {series.map((line, index) => (
            <li key={line.key} data-color={line.color}>
              {line.label}
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
