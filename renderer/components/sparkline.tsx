import type { ReactElement } from 'react';
import type { MeasureProps } from './sparklineMeasure.ts';

export type SparklineProps = MeasureProps & {
  /** Accessible name: "CPU of web-01". The latest value is added to it. */
  readonly label: string;
  readonly format?: (value: number) => string;
  /** Value of the upper edge; without it the highest value shown. */
  readonly max?: number;
  /** From this value on the line takes the warning colour. */
  readonly warnAbove?: number;
  /** CSS pixels; 84 x 18 unless told. */
  readonly width?: number;
  readonly height?: number;
  /** Seconds shown; 120 unless told. */
  readonly seconds?: number;
  readonly className?: string;
};

/** The last two minutes of a measurement as a small line. */
export function Sparkline(props: SparklineProps): ReactElement {
  return <canvas role="img" aria-label={props.label} />;
}

export type StatTextProps = MeasureProps & {
  /** The text of a known value; an unknown one shows an em dash. */
  readonly format: (value: number) => string;
  readonly className?: string;
};

/** The latest value of a measurement as text that changes with each tick without rendering. */
export function StatText(props: StatTextProps): ReactElement {
  return <span className={props.className} />;
}
