/** The graphs of an object's overview: a heading, how far back they reach, and the charts. */
import { useId, useState, type ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ChartRangePicker, type ChartRange } from '../components/chart.tsx';
import styles from './graphs.module.css';
import { LiveChart, type ChartSeries, type LiveChartProps } from './stats.tsx';

/** CSS pixels of each plot. */
const HEIGHT = 170;

type WithoutRange<Props> = Props extends unknown ? Omit<Props, 'range' | 'height'> : never;

export interface GraphsProps {
  /** Why nothing new comes, if nothing does. */
  readonly note?: string | undefined;
  readonly charts: readonly WithoutRange<LiveChartProps>[];
}

/** What domains and hosts measure alike. */
export const diskSeries = (t: TFunction): readonly ChartSeries<'diskRead' | 'diskWrite'>[] => [
  { column: 'diskRead', label: t('graph.read'), color: 4 },
  { column: 'diskWrite', label: t('graph.write'), color: 5 },
];
export const networkSeries = (t: TFunction): readonly ChartSeries<'netReceive' | 'netTransmit'>[] => [
  { column: 'netReceive', label: t('graph.receive'), color: 2 },
  { column: 'netTransmit', label: t('graph.transmit'), color: 3 },
];

export function Graphs({ note, charts }: GraphsProps): ReactElement {
  const { t } = useTranslation();
  const [range, setRange] = useState<ChartRange>('5m');
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading}>{t('graph.title')}</h2>
        {note !== undefined && <span className={styles.note}>{note}</span>}
        <ChartRangePicker value={range} onChange={setRange} />
      </div>
      <div className={styles.graphs}>
        {charts.map((chart) => (
          <LiveChart key={chart.label} {...chart} range={range} height={HEIGHT} />
        ))}
      </div>
    </section>
  );
}
