import { useEffect, useRef, type ReactElement } from 'react';
import { makePoints, type LiveSource } from './liveSource.ts';
import { sparklinePaths } from './sparklinePaths.ts';
import { keepPainted, type Painted } from './sparklinePainter.ts';
import styles from './sparkline.module.css';

export interface SparklineLineProps {
  /** Stable as long as it is the same source: a new one starts a new picture. */
  readonly source: LiveSource;
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
}

const mostPoints = 300;
/** The accessible name follows the value, but not with every tick. */
const labelEveryMs = 10_000;
const notKnown = '—';

/** The last minutes of a value as a small line. Unknown stretches are gaps. */
export function SparklineLine(props: SparklineLineProps): ReactElement {
  const { source, label, width = 84, height = 18, className } = props;
  const picture = useRef<SVGSVGElement>(null);
  const current = useRef(props);
  useEffect(() => {
    current.current = props;
  });
  useEffect(() => {
    if (picture.current === null) return undefined;
    return keepPainted(picture.current, sparklinePainter(picture.current, source, current));
  }, [source, width, height, label]);
  return (
    // No canvas: each would be a layer of its own, and scrolling a hundred of them costs every second frame.
    <svg
      ref={picture}
      role="img"
      aria-label={label}
      className={className === undefined ? styles.sparkline : `${styles.sparkline} ${className}`}
      width={width}
      height={height}
    >
      <path />
      <path />
    </svg>
  );
}

function sparklinePainter(
  picture: SVGSVGElement,
  source: LiveSource,
  props: { readonly current: SparklineLineProps },
): Painted {
  const points = makePoints(mostPoints);
  const [area, line] = picture.children;
  let labelledAt = Number.NEGATIVE_INFINITY;
  return {
    onTick: (listener) => source.onTick(listener),
    paint() {
      const { label, format, max, warnAbove, width = 84, height = 18, seconds = 120 } = props.current;
      const now = performance.now();
      if (format !== undefined && now - labelledAt > labelEveryMs) {
        labelledAt = now;
        picture.ariaLabel = `${label}: ${textOf(source.latest(), format)}`;
      }
      source.recent((source.latestAt() ?? 0) - seconds * 1000, points);
      const paths = sparklinePaths(points, { width, height, max, warnAbove, milliseconds: seconds * 1000 });
      area?.setAttribute('d', paths.area);
      line?.setAttribute('d', paths.line);
      picture.toggleAttribute('data-warns', paths.warns);
    },
  };
}

const textOf = (value: number, format: (value: number) => string): string =>
  Number.isNaN(value) ? notKnown : format(value);

export interface LiveTextProps {
  readonly source: LiveSource;
  /** The text of a known value; an unknown one shows an em dash. */
  readonly format: (value: number) => string;
  readonly className?: string;
}

/** The latest value as text that changes with each tick without rendering. */
export function LiveText({ source, format, className }: LiveTextProps): ReactElement {
  const span = useRef<HTMLSpanElement>(null);
  const current = useRef(format);
  useEffect(() => {
    current.current = format;
  });
  useEffect(() => {
    const element = span.current;
    if (element === null) return undefined;
    const paint = (): void => {
      const text = textOf(source.latest(), current.current);
      if (element.textContent !== text) element.textContent = text;
    };
    // At once, so that the cell has its width before anything else is laid out.
    paint();
    return keepPainted(element, { paint, onTick: (listener) => source.onTick(listener) });
  }, [source]);
  return <span ref={span} className={className === undefined ? styles.stat : `${styles.stat} ${className}`} />;
}
